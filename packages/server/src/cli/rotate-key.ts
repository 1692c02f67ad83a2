import { parseConfig, readEnvironment } from '../config.js';
import { openContext } from '../main.js';
import { wrapAnew } from '../rotation.js';
import { addSecret, deriveSecrets } from '../secrets.js';
import { CommandError, readOptions } from './command.js';

/**
 * `maia rotate-key`: gives the installation a new secret and wraps everything at rest with it. Where the secret comes
 * from the environment, the operator sets the new one and names the old one; this then wraps. All sign-ins end.
 */
export async function rotateKeyCommand(args: string[]): Promise<void> {
  readOptions(args, {});
  const config = parseConfig(readEnvironment());
  if (config.secretKey !== null && config.earlierSecretKeys.length === 0)
    throw new CommandError(
      'The secret comes from MAIA_SECRET_KEY: set a new one there, put the one that it had into MAIA_EARLIER_SECRET_KEYS, and run this again.',
    );
  // Opening first: while a server has the embedded database, the secret stays as it is.
  const context = await openContext(config);
  try {
    const secrets = config.secretKey === null ? addSecret(config.dataDir) : null;
    const rotated =
      secrets === null
        ? context
        : { ...context, secrets: deriveSecrets(secrets.current, secrets.earlier) };
    const count = await wrapAnew(rotated);
    process.stdout.write(
      `The installation has a new secret; ${count} secrets at rest are wrapped with it. Start the servers again; everyone must sign in anew. The earlier secret stays known, to verify the log as it was.\n`,
    );
  } finally {
    await context.db.close();
  }
}
