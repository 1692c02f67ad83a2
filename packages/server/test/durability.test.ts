import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importDemoPortfolio, killRound } from './durability.js';
import { type ServerProcess, startServerProcess } from './server-process.js';

const ROUNDS = Number(process.env.KILL_ROUNDS ?? 5);
const KILL_AFTER_MS_MAX = 4000;

describe('kill -9, on the embedded database', () => {
  let dataDir: string;
  let server: ServerProcess;

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'maia-kill-'));
    server = await startServerProcess({ dataDir });
    await importDemoPortfolio(server, { customers: 700, seed: 7 });
  });
  afterAll(async () => {
    await server.killTree();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it.each(Array.from({ length: ROUNDS }, (_, index) => index))(
    'loses nothing that was acknowledged, and ends the training (round %i)',
    { timeout: 180_000 },
    async (index) => {
      const round = await killRound(server, {
        victim: index % 2 === 0 ? 'tree' : 'server',
        name: `round${index}`,
        afterMs: 200 + Math.random() * KILL_AFTER_MS_MAX,
        dataDir,
      });
      server = round.server;
      if (process.env.MAIA_BENCH) process.stdout.write(`${JSON.stringify(round.result)}\n`);
      expect(round.result.acknowledged).toBeGreaterThan(0);
      expect(round.result.lost).toEqual([]);
      expect(round.result).toMatchObject({ trainingStatus: 'succeeded', trainingError: null });
    },
  );

  it('stops when it is asked to, with exit code 0', async () => {
    expect(await server.stop()).toBe(0);
    server = await startServerProcess({ dataDir });
  });
});
