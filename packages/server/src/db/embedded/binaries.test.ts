import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chooseAccount } from './account.js';
import { findBinaries, findPackage } from './binaries.js';

let root: string;
let packageDir: string;
let dataDir: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'maia-binaries-'));
  chmodSync(root, 0o755);
  packageDir = join(root, 'package');
  dataDir = join(root, 'data');
  mkdirSync(dataDir);
  cpSync(findPackage(), packageDir, {
    recursive: true,
    // What an install without install scripts leaves: the libraries, but none of the links to them.
    filter: (source) => !/\.so(\.\d+)?$/.test(source) || !/lib(icu|pq|ecpg|pgtypes)/.test(source),
  });
});

afterEach(() => {
  chmodSync(join(packageDir, 'native', 'lib'), 0o755);
  rmSync(root, { recursive: true, force: true });
});

describe('findBinaries', () => {
  it('makes the links that an install script would have made', () => {
    const binaries = findBinaries(dataDir, chooseAccount(dataDir), packageDir);
    expect(binaries.postgres).toBe(join(packageDir, 'native', 'bin', 'postgres'));
    expect(binaries.majorVersion).toBe('18');
  });

  it('copies the programs where the account of the server can run them', () => {
    // Root is not held by modes, but the account that it gives to the server is.
    if (process.getuid?.() === 0) chmodSync(packageDir, 0o700);
    else chmodSync(join(packageDir, 'native', 'lib'), 0o555);
    const binaries = findBinaries(dataDir, chooseAccount(join(dataDir, 'none')), packageDir);
    expect(binaries.postgres.startsWith(dataDir)).toBe(true);
    const again = findBinaries(dataDir, chooseAccount(join(dataDir, 'none')), packageDir);
    expect(again).toEqual(binaries);
    expect(readdirSync(dataDir).length).toBe(1);
  });
});
