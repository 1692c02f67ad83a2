import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const DATA = fileURLToPath(new URL('../../../../shared/data', import.meta.url));
const CONVERTER = join(DATA, 'taiwan_to_maia.py');

/** The day whose evening the data set shows. */
export const TAIWAN_AS_OF = '2005-09-30';

/** Why the data set cannot be used here; null when it can. */
export function taiwanProblem(): string | null {
  if (!existsSync(CONVERTER)) return 'the Taiwan data set is not beside this checkout';
  try {
    execFileSync('python3', ['--version']);
    return null;
  } catch {
    return 'python3, which converts the data set, is not installed';
  }
}

export interface Taiwan {
  customersCsv: string;
  paymentsCsv: string;
  /** Outcomes of the train part of the published split. */
  outcomesCsv: string;
  /** References of the test part, with what became of them. */
  test: { referenceId: string; bad: boolean }[];
}

/** Row r is in the test part if and only if the SHA-256 of its number is a multiple of 5. */
function isTestRow(row: number): boolean {
  const digest = createHash('sha256').update(String(row)).digest('hex');
  return BigInt(`0x${digest}`) % 5n === 0n;
}

/** Converts the data set and splits its labels. */
export function readTaiwan(): Taiwan {
  const directory = mkdtempSync(join(tmpdir(), 'maia-taiwan-'));
  try {
    execFileSync('python3', [CONVERTER, directory], { stdio: ['ignore', 'ignore', 'ignore'] });
    const read = (name: string): string => readFileSync(join(directory, name), 'utf8');
    const labels = read('labels.csv')
      .trim()
      .split('\n')
      .slice(1)
      .map((line, row) => {
        const [referenceId, label] = line.split(',');
        return { referenceId, bad: label === '1', isTest: isTestRow(row) };
      });
    const train = labels.filter(({ isTest }) => !isTest);
    const lines = train.map(({ referenceId, bad }) => `${referenceId},${TAIWAN_AS_OF},${bad}`);
    return {
      customersCsv: read('customers.csv'),
      paymentsCsv: read('payments.csv'),
      outcomesCsv: `customer,asOf,bad\n${lines.join('\n')}\n`,
      test: labels.filter(({ isTest }) => isTest),
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Area under the ROC curve: how often a bad one has the higher probability; ties count half. */
export function areaUnderCurve(scored: readonly { pd: number; bad: boolean }[]): number {
  const sorted = [...scored].sort((a, b) => a.pd - b.pd);
  let rankSum = 0;
  let bads = 0;
  for (let start = 0; start < sorted.length; ) {
    let end = start;
    while (end < sorted.length && sorted[end].pd === sorted[start].pd) end += 1;
    const rank = (start + 1 + end) / 2;
    for (const { bad } of sorted.slice(start, end)) {
      if (!bad) continue;
      rankSum += rank;
      bads += 1;
    }
    start = end;
  }
  return (rankSum - (bads * (bads + 1)) / 2) / (bads * (sorted.length - bads));
}
