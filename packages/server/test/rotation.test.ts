import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WRAPPED_COLUMNS, wrapAnew } from '../src/rotation.js';
import { addSecret, decrypt, deriveSecrets, loadOrMakeSecret, unwrap } from '../src/secrets.js';
import { startTestServer, type TestServer } from './server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

it('a new secret goes before the earlier ones, which stay', () => {
  const directory = mkdtempSync(join(tmpdir(), 'maia-secrets-'));
  try {
    const first = loadOrMakeSecret(directory);
    expect(loadOrMakeSecret(directory)).toEqual(first);
    const second = addSecret(directory);
    expect(second.earlier).toEqual([first.current]);
    expect(second.current).not.toBe(first.current);
    const third = addSecret(directory);
    expect(loadOrMakeSecret(directory)).toEqual(third);
    expect(third.earlier).toEqual([second.current, first.current]);
    const path = join(directory, 'secret.key');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8').trim().split('\n')).toHaveLength(3);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

it('everything at rest is wrapped with the new key, and readable in between', async () => {
  const { context, analyst } = server;
  for (const referenceId of ['a', 'b', 'c'])
    await server.call('POST', '/customers', {
      token: analyst.token,
      body: { referenceId, addressCity: 'Lima' },
      headers: { 'idempotency-key': `key-${referenceId}` },
    });
  const sealed = async (): Promise<Buffer[]> => {
    const found: Buffer[] = [];
    for (const { table, column } of WRAPPED_COLUMNS) {
      const { rows } = await context.db.pool.query<{ sealed: Buffer }>(
        `select ${column} as sealed from ${table} where ${column} is not null`,
      );
      found.push(...rows.map((row) => row.sealed));
    }
    return found;
  };
  const before = await sealed();
  expect(before).toHaveLength(6);

  const secrets = deriveSecrets('the new secret', ['a secret of the tests, not of anyone']);
  const plain = before.map((bytes) => unwrap(secrets, bytes).toString('hex'));
  expect(() => decrypt(secrets.wrappingKey, before[0] ?? Buffer.alloc(0))).toThrow();
  const rotated = { ...context, secrets };
  expect(await wrapAnew(rotated)).toBe(6);
  // As after an interruption: what is wrapped anew already may be so again.
  expect(await wrapAnew(rotated)).toBe(6);
  const after = (await sealed()).map((bytes) =>
    decrypt(secrets.wrappingKey, bytes).toString('hex'),
  );
  expect(after.sort()).toEqual(plain.sort());
  expect(() => unwrap(deriveSecrets('another'), before[0] ?? Buffer.alloc(0))).toThrow();
});
