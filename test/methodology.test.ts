import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

// The methodology names settings by their names in the source, with their numbers; both change.

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const listed = execFileSync('git', ['ls-files', 'packages/engine/src', 'packages/server/src'], {
  cwd: root,
  encoding: 'utf8',
});
const source = listed
  .split('\n')
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
  .map(read)
  .join('\n');

/** What `name` is set to, as a constant or as a property; every number that it is anywhere. */
function numbersOf(name: string): number[] {
  const declared = new RegExp(`\\b${name}(?: =|:) (\\d[\\d_.]*)\\b`, 'g');
  return [...source.matchAll(declared)].map(([, number = '']) =>
    Number(number.replaceAll('_', '')),
  );
}

const stated = [...read('docs/methodology.md').matchAll(/`(\w+)` = (\d[\d,.]*\d|\d)/g)].map(
  ([, name = '', number = '']) => ({ name, number: Number(number.replaceAll(',', '')) }),
);

it('docs/methodology.md states settings as the source has them', () => {
  expect(stated.length).toBeGreaterThan(30);
  const wrong = stated.filter(({ name, number }) => !numbersOf(name).includes(number));
  expect(wrong).toEqual([]);
});
