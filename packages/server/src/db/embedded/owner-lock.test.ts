import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DataDirectoryInUseError } from './embedded-database-error.js';
import { acquireOwnership } from './owner-lock.js';

let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'maia-lock-'));
});

afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

describe('acquireOwnership', () => {
  it('gives a directory to one of many that want it at once', async () => {
    const attempts = await Promise.allSettled(
      Array.from({ length: 6 }, () => acquireOwnership(dataDir)),
    );
    const owners = attempts.filter((attempt) => attempt.status === 'fulfilled');
    expect(owners.length).toBe(1);
    for (const attempt of attempts)
      if (attempt.status === 'rejected')
        expect(attempt.reason).toBeInstanceOf(DataDirectoryInUseError);
    await Promise.all(owners.map((owner) => owner.value.release()));
  });

  it('waits a moment for an owner that is on its way out', async () => {
    const first = await acquireOwnership(dataDir);
    const second = acquireOwnership(dataDir);
    await first.release();
    await (await second).release();
    expect(readdirSync(join(dataDir, 'lock'))).toEqual([]);
  });
});
