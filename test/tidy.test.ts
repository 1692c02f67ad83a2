import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';

// What linters do not say.

const root = join(import.meta.dirname, '..');
const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const sources = tracked.filter(
  (path) => /\.(ts|tsx|js|mjs|py)$/.test(path) && !path.includes('/generated/'),
);

const LINES_MAX = 400;

describe('the tree', () => {
  it('has no file that is too long to read', () => {
    const long = sources.filter((path) => read(path).split('\n').length > LINES_MAX);
    expect(long).toEqual([]);
  });

  it('has no name that says nothing', () => {
    const vague = tracked.filter((path) =>
      /(^|\/)(utils?|helpers?|common|misc|shared|managers?)(\.[a-z]+$|\/)/i.test(path),
    );
    expect(vague).toEqual([]);
  });

  it('leaves nothing open in the code', () => {
    // The pattern is put together so that this file does not find itself.
    const open = new RegExp(
      ['TO' + 'DO', 'FIX' + 'ME', '@ts-' + 'ignore', '@ts-' + 'expect-error'].join('|'),
    );
    expect(sources.filter((path) => open.test(read(path)))).toEqual([]);
  });

  it('has one title in each document', () => {
    const untitled = tracked.filter((path) => {
      if (!path.endsWith('.md')) return false;
      const withoutCode = read(path).replace(/^```[\s\S]*?^```/gm, '');
      return (withoutCode.match(/^# /gm) ?? []).length !== 1;
    });
    expect(untitled).toEqual([]);
  });

  it('numbers its migrations, no two alike', () => {
    const numbers = readdirSync(join(root, 'packages/server/migrations'))
      .filter((name) => name.endsWith('.sql'))
      .map((name) => Number(basename(name).slice(0, 6)));
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('pins every dependency to one version', () => {
    const manifests = tracked.filter((path) => basename(path) === 'package.json');
    const loose = manifests.flatMap((path) => {
      const manifest = JSON.parse(read(path)) as Record<string, Record<string, string> | undefined>;
      return ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) =>
        Object.entries(manifest[kind] ?? {})
          .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
          .map(([name, version]) => `${path}: ${name} ${version}`),
      );
    });
    expect(loose).toEqual([]);
  });

  it('gives each runtime dependency its reason in ARCHITECTURE.md', () => {
    const architecture = read('ARCHITECTURE.md');
    const manifests = tracked.filter((path) => /^packages\/[^/]+\/package\.json$/.test(path));
    const names = manifests.flatMap((path) => {
      const manifest = JSON.parse(read(path)) as { dependencies?: Record<string, string> };
      return Object.keys(manifest.dependencies ?? {}).filter((name) => !name.startsWith('@maia/'));
    });
    expect(names.filter((name) => !architecture.includes(`\`${name}\``))).toEqual([]);
  });
});
