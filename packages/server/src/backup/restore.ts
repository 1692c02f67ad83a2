import type { Config } from '../config.js';
import type { Context } from '../context.js';
import { fillTable } from '../db/copy.js';
import { migrateTo } from '../db/migrate.js';
import { inTransaction, type Transaction } from '../db/transaction.js';
import { installJobs } from '../jobs/install.js';
import { deriveSecrets, readSecrets, type SecretTexts, writeSecrets } from '../secrets.js';
import { BackupError, EndPart, Header, type HeaderPart, JobsPart, TablePart } from './format.js';
import { queueJob, switchTriggers, tablesInOrder, tableWithRows } from './queries.js';
import { BackupReader } from './reader.js';
import { secretMark } from './write.js';

/** The secrets to use from now on; those of the environment win. Throws BackupError when they are not the backup's. */
function secretsFor(header: HeaderPart, config: Config): SecretTexts {
  const { secretKey, earlierSecretKeys, dataDir } = config;
  const set = secretKey === null ? null : { current: secretKey, earlier: earlierSecretKeys };
  const secrets = set ?? readSecrets(dataDir) ?? header.secrets;
  if (secrets === null)
    throw new BackupError(
      'The backup holds no secret: set MAIA_SECRET_KEY to the one that the installation had.',
    );
  if (secretMark(deriveSecrets(secrets.current, secrets.earlier)) !== header.secretMark)
    throw new BackupError(
      'The secret here (MAIA_SECRET_KEY, or secret.key in the data directory) is not the one of the backup, without which its data cannot be read. Restore into a new data directory, with the secret that the installation had.',
    );
  return secrets;
}

async function restoreRows(trx: Transaction, reader: BackupReader): Promise<number> {
  const known = new Set((await tablesInOrder(trx)).map(({ table }) => table));
  let rows = 0;
  for (;;) {
    const target = await reader.part(TablePart);
    if (target === null) break;
    if (!known.delete(target.table))
      throw new BackupError(`The backup has a table "${target.table}" that is not known here.`);
    await switchTriggers(trx, target.table, 'disable');
    rows += await fillTable(trx, target, reader.rows());
    await switchTriggers(trx, target.table, 'enable');
  }
  for (const job of (await reader.requiredPart(JobsPart)).jobs) await queueJob(trx, job);
  const end = await reader.requiredPart(EndPart);
  if (end.rows !== rows || known.size > 0)
    throw new BackupError('The backup does not hold all that it should; nothing was restored.');
  return rows;
}

/**
 * Restores a backup into a database that holds nothing: all of it or nothing. Returns when it was made, and the number
 * of rows. Throws BackupError when the file is not whole, the database is in use, or the secret is another one;
 * MigrationError when the backup was made by a newer version.
 */
export async function restoreBackup(
  { config, db, log }: Pick<Context, 'config' | 'db' | 'log'>,
  path: string,
): Promise<{ madeAt: string; rows: number }> {
  const reader = new BackupReader(path);
  const header = await reader.requiredPart(Header);
  const secrets = secretsFor(header, config);
  await migrateTo(db.pool, header.migrations);
  const inUse = await tableWithRows(db.kysely, await tablesInOrder(db.kysely));
  if (inUse !== null)
    throw new BackupError(
      `There is an installation here already (the table "${inUse}" has rows). Restore into a new data directory or an empty database.`,
    );
  await installJobs({ db, log });
  const work = async (trx: Transaction): Promise<number> => {
    const count = await restoreRows(trx, reader);
    // Before the commit: rows without their secret would be lost, a secret without rows does no harm.
    if (config.secretKey === null && readSecrets(config.dataDir) === null)
      writeSecrets(config.dataDir, secrets);
    return count;
  };
  const rows = await inTransaction(db, work, { statementTimeoutMs: 0, attemptsMax: 1 });
  return { madeAt: header.madeAt, rows };
}
