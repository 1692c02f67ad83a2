import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { sealLogs } from '../src/logs/sealer.js';
import { createTestDatabase, type TestDatabase } from './database.js';
import { startTestServer, type TestServer } from './server.js';

/** What bin/maia.js runs once the build is fresh. */
const MAIN = new URL('../dist/cli/main.js', import.meta.url).href;
const SCRIPT = `const { main } = await import('${MAIN}'); await main(process.argv.slice(1));`;

let server: TestServer;
let directory: string;
beforeAll(async () => {
  server = await startTestServer();
  directory = mkdtempSync(join(tmpdir(), 'maia-cli-'));
});
afterAll(async () => {
  await server.close();
  rmSync(directory, { recursive: true, force: true });
});

interface Ran {
  code: number | null;
  out: string;
  told: string;
}

/** Runs the command as a process of its own, against the server unless the environment says otherwise. */
async function maia(args: string[], environment: Record<string, string> = {}): Promise<Ran> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', SCRIPT, '--', ...args], {
    cwd: directory,
    env: {
      PATH: process.env.PATH,
      MAIA_URL: server.url,
      MAIA_TOKEN: server.administrator.token,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ran: Ran = { code: null, out: '', told: '' };
  child.stdout.on('data', (chunk) => {
    ran.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    ran.told += chunk;
  });
  await new Promise<void>((resolve) => child.on('close', () => resolve()));
  return { ...ran, code: child.exitCode };
}

function fileOf(name: string, content: string | Buffer): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

describe('maia', () => {
  it('explains itself and each command, and refuses what it does not know', async () => {
    const all = await maia(['help']);
    expect(all).toMatchObject({ code: 0, told: '' });
    for (const name of ['start', 'import', 'train', 'score', 'migrate', 'logs verify'])
      expect(all.out).toContain(`\n  ${name} `);
    const one = await maia(['import', '--help']);
    expect(one.code).toBe(0);
    expect(one.out).toMatch(/--skip-wrong(.|\n)*MAIA_TOKEN/);
    expect(one.out).not.toContain('rotate-key');
    expect(await maia(['fly'])).toMatchObject({ code: 2, out: '' });
    const wrong = await maia(['score', 'A', '--fast']);
    expect(wrong.code).toBe(1);
    expect(wrong.told).toMatch(/--fast/);
  });

  it('config lists settings without secrets, and fails on one that cannot be used', async () => {
    const shown = await maia(['config'], { MAIA_SECRET_KEY: 'x'.repeat(40) });
    expect(shown.code).toBe(0);
    expect(shown.out).toMatch(/^MAIA_SECRET_KEY +\*{8} /m);
    expect(shown.out).toMatch(/^MAIA_UPLOAD_ORIGINS +\(empty\) /m);
    const wrong = await maia(['config'], { PORT: 'many' });
    expect(wrong.code).toBe(1);
    expect(wrong.told).toMatch(/PORT is "many"/);
  });

  it('says what to do when there is no server, or no token', async () => {
    const nowhere = await maia(['score', 'A'], { MAIA_URL: 'http://127.0.0.1:1' });
    expect(nowhere.code).toBe(1);
    expect(nowhere.told).toMatch(/maia start.*MAIA_URL/);
    const nobody = await maia(['score', 'A'], { MAIA_TOKEN: '' });
    expect(nobody.code).toBe(1);
    expect(nobody.told).toMatch(/MAIA_TOKEN/);
  });
});

describe('commands that use a server', () => {
  it('import takes files, also compressed, tells wrong rows, and can only check', async () => {
    const customers = fileOf('customers.csv', 'referenceId,income\nC-1,10\nC-2,20\n');
    const checked = await maia(['import', 'customers', customers, '--dry-run']);
    expect([checked.code, checked.out]).toEqual([
      0,
      'Checked only: 2 created, 0 updated, 0 unchanged, 0 rejected.\n',
    ]);
    const zipped = fileOf('customers.csv.gz', gzipSync(readFileSync(customers)));
    const stored = await maia(['import', 'customers', zipped]);
    expect(stored).toMatchObject({
      code: 0,
      out: '2 created, 0 updated, 0 unchanged, 0 rejected.\n',
    });
    expect(stored.told).toContain('100 % sent');
    const again = await maia(['import', 'customers', customers]);
    expect(again.out).toBe('0 created, 0 updated, 2 unchanged, 0 rejected.\n');
    const wrong = fileOf(
      'payments.ndjson',
      '{"customer":"C-1","amountDue":1,"dueDate":"2026-01-01"}\n{"customer":"C-9","amountDue":1,"dueDate":"2026-01-01"}\n',
    );
    const refused = await maia(['import', 'payments', wrong]);
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.told).toMatch(/row 2: customer /);
    const skipped = await maia(['import', 'payments', wrong, '--skip-wrong']);
    expect(skipped.code).toBe(1);
    expect(skipped.out).toBe('1 created, 0 updated, 0 unchanged, 1 rejected.\n');
    for (const args of [
      ['payments'],
      ['payments', 'none.csv'],
      ['payments', 'a.doc'],
      ['x', wrong],
    ])
      expect((await maia(['import', ...args])).code, args.join(' ')).toBe(1);
  });

  it('train follows a training to its end, and says how it ended', async () => {
    const { token } = server.analyst;
    const following = maia(['train', '--algorithm', 'scorecard', '--meta', 'by hand']);
    const queued = await vi.waitFor(
      async () => {
        const { body } = await server.call('GET', '/trainings', { token });
        expect(body).toMatchObject([{ status: 'queued', meta: 'by hand' }]);
        return body[0];
      },
      { timeout: 30_000, interval: 200 },
    );
    await server.call('POST', `/trainings/cancel/${queued.id}`, { token });
    const { code, told } = await following;
    expect(code).toBe(1);
    expect(told).toContain('The training was cancelled.');
    expect((await maia(['train', '--algorithm', 'magic'])).code).toBe(1);
  });

  it('score says that a report waits for a model, or that there is no customer', async () => {
    const waits = await maia(['score', 'C-1', '--as-of', '2026-06-30']);
    expect(waits).toMatchObject({ code: 1, out: '' });
    expect(waits.told).toMatch(/maia train --activate/);
    const json = await maia(['score', 'C-1', '--json']);
    expect(json.code).toBe(0);
    expect(JSON.parse(json.out)).toMatchObject({ referenceId: 'C-1', processed: false });
    expect((await maia(['score', 'C-404'])).told).toMatch(/C-404/);
    expect((await maia(['score', 'C-1', '--lang', 'fr'])).told).toMatch(/en, es, pt/);
  });

  it('logs verify follows the chain, and fails when it does not continue an exported head', async () => {
    await sealLogs(server.context);
    const head = await maia(['logs', 'head']);
    expect(head.code).toBe(0);
    const kept = fileOf('head.json', head.out);
    const holds = await maia(['logs', 'verify', '--head', kept]);
    expect(holds.code).toBe(0);
    expect(JSON.parse(holds.out)).toMatchObject({ ok: true });
    const { sequence } = JSON.parse(head.out);
    const other = fileOf('other.json', JSON.stringify({ sequence, mac: '0'.repeat(64) }));
    const broken = await maia(['logs', 'verify', '--head', other]);
    expect(broken.code).toBe(1);
    expect(JSON.parse(broken.out)).toMatchObject({ ok: false, problem: { kind: 'replaced' } });
    expect((await maia(['logs', 'verify', '--head', fileOf('no.json', '{}')])).code).toBe(1);
    expect((await maia(['logs', 'burn'])).code).toBe(1);
  });
});

describe('commands that work on the installation', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  const here = (): Record<string, string> => ({
    DATABASE_URL: database.databaseUrl,
    MAIA_DATA_DIR: join(directory, 'data'),
  });

  it('migrate, admin create and rotate-key do their work and say so', async () => {
    expect(await maia(['migrate'], here())).toMatchObject({ code: 0, told: '' });
    const args = ['admin', 'create', '--username', 'chief', '--email', 'chief@example.com'];
    const password = { MAIA_ADMIN_PASSWORD: 'a long enough password' };
    const made = await maia(args, { ...here(), ...password });
    expect([made.code, made.out]).toEqual([0, 'Administrator chief created.\n']);
    const twice = await maia(args, { ...here(), ...password });
    expect(twice.code).toBe(1);
    expect(twice.told).not.toMatch(/at .*\.js:\d+/);
    expect((await maia(['admin', 'create'], here())).told).toMatch(/--username/);

    const keys = join(directory, 'data', 'secret.key');
    const before = readFileSync(keys, 'utf8').trim().split('\n');
    expect((await maia(['rotate-key'], here())).code).toBe(0);
    const after = readFileSync(keys, 'utf8').trim().split('\n');
    expect(after.slice(1)).toEqual(before);
    const fromEnvironment = { ...here(), MAIA_SECRET_KEY: 'y'.repeat(40) };
    const told = await maia(['rotate-key'], fromEnvironment);
    expect(told.code).toBe(1);
    expect(told.told).toMatch(/MAIA_EARLIER_SECRET_KEYS/);
  });
});
