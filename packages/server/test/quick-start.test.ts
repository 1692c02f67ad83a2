import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoFiles } from '../src/scoring/demo.js';
import { ADMINISTRATOR, type ServerProcess, startServerProcess } from './server-process.js';

// The documents' own programs, against the built server.

const QUICK_START = new URL('../../../docs/quick-start.md', import.meta.url);
const SDK_README = new URL('../../sdk/README.md', import.meta.url);
const SDK = new URL('../../sdk/dist/index.js', import.meta.url);
const PORTFOLIO = { customers: 900, seed: 7, asOf: '2026-06-30' };
const TRAINING_TIMEOUT_MS = 240_000;

const LANGUAGES = [
  { fence: 'sh', command: 'bash', needs: ['bash', 'curl'], file: 'score.sh' },
  { fence: 'js', command: 'node', needs: ['node'], file: 'score.mjs' },
  { fence: 'python', command: 'python3', needs: ['python3'], file: 'score.py' },
  { fence: 'php', command: 'php', needs: ['php'], file: 'score.php' },
];

function blocksOf(document: URL, fence: string): string[] {
  const text = readFileSync(document, 'utf8');
  const pattern = new RegExp(`^\`\`\`${fence}\n([\\s\\S]*?)^\`\`\``, 'gm');
  return [...text.matchAll(pattern)].map(([, block]) => block ?? '');
}

const isInstalled = (command: string): boolean =>
  spawnSync(command, ['--version'], { stdio: 'ignore' }).error === undefined;

const folder = mkdtempSync(join(tmpdir(), 'maia-quick-start-'));
let server: ServerProcess;
let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
  server = await startServerProcess({ dataDir: join(folder, 'data') });
  const { applicant, asOf: _, ...files } = demoFiles(PORTFOLIO);
  for (const [kind, lines] of Object.entries(files))
    writeFileSync(join(folder, `${kind}.csv`), [...lines].join(''));
  environment = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    MAIA_URL: server.url,
    MAIA_USER: ADMINISTRATOR.username,
    MAIA_PASSWORD: ADMINISTRATOR.password,
    REFERENCE: applicant,
  };
});

afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function run(command: string, file: string, text: string): Promise<string> {
  writeFileSync(join(folder, file), text);
  const options = { cwd: folder, env: environment, maxBuffer: 10_000_000 };
  return (await promisify(execFile)(command, [file], options)).stdout;
}

describe('docs/quick-start.md', () => {
  for (const { fence, command, needs, file } of LANGUAGES) {
    const missing = needs.filter((one) => !isInstalled(one));
    const reason = missing.length > 0 ? ` (skipped: no ${missing.join(', ')} here)` : '';
    it.skipIf(missing.length > 0)(
      `goes from files to an explained score in ${fence}${reason}`,
      async () => {
        const [block = '', ...others] = blocksOf(QUICK_START, fence);
        expect(others).toEqual([]);
        const output = await run(command, file, block);
        expect(output).toMatch(/"?score"?[: ]+\d+/);
        expect(output).toMatch(/points/);
        const { body: trainings } = await server.call('GET', '/trainings?_sort=id:DESC&_limit=1');
        expect(trainings[0]).toMatchObject({ status: 'succeeded', active: true });
      },
      TRAINING_TIMEOUT_MS,
    );
  }
});

describe('the README of the SDK', () => {
  it('has examples that run in their order', async () => {
    const blocks = blocksOf(SDK_README, 'ts').map((block) =>
      block.replaceAll("'@maia/sdk'", `'${SDK.href}'`),
    );
    expect(blocks.length).toBeGreaterThan(3);
    const settings = `const { MAIA_URL: baseUrl, MAIA_USER: user, MAIA_PASSWORD: password } = process.env;\n`;
    const output = await run('node', 'readme.mjs', settings + blocks.join('\n'));
    expect(output).toContain('2026-05-05 150.5');
    expect(output).toContain('known already');
  });
});
