import { describeSettings, parseConfig, readEnvironment } from '../config.js';
import { readOptions } from './command.js';

/** `maia config`: every setting, its value and meaning; fails when one cannot be used. */
export async function configCommand(args: string[]): Promise<void> {
  readOptions(args, {});
  const environment = readEnvironment();
  const rows = describeSettings(environment);
  const nameWidth = Math.max(...rows.map((row) => row.name.length));
  const valueWidth = Math.max(...rows.map((row) => row.value.length), 8);
  for (const row of rows)
    process.stdout.write(
      `${row.name.padEnd(nameWidth)}  ${(row.value || '(empty)').padEnd(valueWidth)}  ${row.about}\n`,
    );
  parseConfig(environment);
}
