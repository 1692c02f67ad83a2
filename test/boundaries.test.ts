import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// Checks that never fail prove nothing: each rule is broken in a copy of the tree, and must say so.

const root = join(import.meta.dirname, '..');
const copied = ['package.json', 'biome.json', 'knip.json', 'tsconfig.base.json', '.gitignore'];
const packages = ['engine', 'sdk', 'server', 'console'];

let copy: string;

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'maia-planted-'));
  for (const name of copied) cpSync(join(root, name), join(copy, name));
  for (const name of packages) {
    const folder = join('packages', name);
    cpSync(join(root, folder, 'src'), join(copy, folder, 'src'), { recursive: true });
    for (const file of ['package.json', 'tsconfig.json'])
      cpSync(join(root, folder, file), join(copy, folder, file));
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  // Biome's use of .gitignore needs a repository.
  mkdirSync(join(copy, '.git'));
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

function tool(path: string, args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'node_modules', path), ...args],
    { cwd: copy, encoding: 'utf8' },
  );
  return { status, output: stdout + stderr };
}

const lint = (file: string) => tool('@biomejs/biome/bin/biome', ['lint', file]);
const types = (name: string) =>
  tool('typescript/bin/tsc', ['-p', join('packages', name), '--noEmit']);

/** Puts a line at the top of a file of the copy (made when missing) while `body` runs. */
function planted<T>(file: string, line: string, body: () => T): T {
  const path = join(copy, file);
  const before = existsSync(path) ? readFileSync(path, 'utf8') : null;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${line}\n${before ?? ''}`);
  try {
    return body();
  } finally {
    if (before === null) rmSync(path);
    else writeFileSync(path, before);
  }
}

const violations = [
  {
    what: 'the engine imports the server by name',
    file: 'packages/engine/src/planted.ts',
    line: "export { startServer } from '@maia/server';",
    rule: 'noUndeclaredDependencies',
  },
  {
    what: 'the engine imports a Node module',
    file: 'packages/engine/src/planted.ts',
    line: "export { readFileSync } from 'node:fs';",
    rule: 'noNodejsModules',
  },
  {
    what: 'the console imports the engine by name',
    file: 'packages/console/src/planted.ts',
    line: "export { Day } from '@maia/engine';",
    rule: 'noUndeclaredDependencies',
  },
  {
    what: 'the server imports the sdk outside its tests',
    file: 'packages/server/src/planted.ts',
    line: "export { MaiaError } from '@maia/sdk';",
    rule: 'noUndeclaredDependencies',
  },
  {
    what: 'a noun other than scoring imports the engine',
    file: 'packages/server/src/customers/planted.ts',
    line: "export { decodeModel } from '@maia/engine';",
    rule: 'noRestrictedImports',
  },
  {
    what: 'a noun imports the queries of another noun',
    file: 'packages/server/src/customers/planted.ts',
    line: "export * from '../payments/queries.js';",
    rule: 'noRestrictedImports',
  },
  {
    what: 'scoring imports the queries of another noun',
    file: 'packages/server/src/scoring/planted.ts',
    line: "export * from '../payments/queries.js';",
    rule: 'noRestrictedImports',
  },
  {
    what: 'routes reach into the database',
    file: 'packages/server/src/customers/routes.ts',
    line: "export * from '../db/connect.js';",
    rule: 'noRestrictedImports',
  },
  {
    what: 'a noun opens a connection of its own',
    file: 'packages/server/src/customers/planted.ts',
    line: "export { Pool } from 'pg';",
    rule: 'noRestrictedImports',
  },
  {
    what: 'storage imports a noun',
    file: 'packages/server/src/db/planted.ts',
    line: "export * from '../customers/service.js';",
    rule: 'noRestrictedImports',
  },
  {
    what: 'the environment is read outside config.ts',
    file: 'packages/server/src/customers/planted.ts',
    line: 'export const port = process.env.PORT;',
    rule: 'noProcessEnv',
  },
  {
    what: 'a value has type any',
    file: 'packages/engine/src/planted.ts',
    line: 'export const value: any = 1;',
    rule: 'noExplicitAny',
  },
];

describe('import rules', () => {
  for (const { what, file, line, rule } of violations)
    it(`are caught: ${what}`, () => {
      const { status, output } = planted(file, line, () => lint(file));
      expect(output).toContain(rule);
      expect(status).not.toBe(0);
    });

  it('are caught: two modules import each other', () => {
    const other = 'packages/engine/src/planted-other.ts';
    const { status, output } = planted(
      other,
      "import { first } from './planted.js';\nexport const second = (): number => first;",
      () =>
        planted(
          'packages/engine/src/planted.ts',
          "import { second } from './planted-other.js';\nexport const first = second();",
          () => lint('packages/engine/src/planted.ts'),
        ),
    );
    expect(output).toContain('noImportCycles');
    expect(status).not.toBe(0);
  });

  it('are caught: a relative path leaves the package', () => {
    const line = "export * from '../../server/src/errors.js';";
    const { status, output } = planted('packages/engine/src/planted.ts', line, () =>
      types('engine'),
    );
    expect(output).toMatch(/TS6059|TS6307/);
    expect(status).not.toBe(0);
  });

  it('are caught: a file that nobody imports', () => {
    const { status, output } = planted(
      'packages/engine/src/planted.ts',
      'export const a = 1;',
      () => tool('knip/bin/knip.js', ['--include', 'files']),
    );
    expect(output).toContain('packages/engine/src/planted.ts');
    expect(status).not.toBe(0);
  });

  it('hold in the tree as it is', () => {
    expect(lint('packages')).toMatchObject({ status: 0 });
  });
});
