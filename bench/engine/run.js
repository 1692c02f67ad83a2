// Boosted trees by the engine, scikit-learn and XGBoost on the same made-up rows, each in a process of its own and in turn:
// 100 trees, 31 leaves, 255 bins, learning rate 0.1.
//
//   node bench/engine/run.js [--rows 30000] [--inputs 30] [--rounds 3] [--bags 1] [--peers sklearn xgboost]
//
// One fit has one thread. With --bags 5 the engine makes five fits side by side in threads, as the server does, and a
// peer makes its five one after another with --threads (2) threads inside each, waiting passively: with OpenMP's spinning
// they collapse as soon as another process wants a core.
//
// Prints the medians of processor and wall seconds (on a busy machine only the former mean anything) and of peak memory, and
// ours as a share of each peer's. Binning is part of a fit; reading the file is not.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createRandom } from '../../packages/engine/dist/random.js';
import { median } from '../median.js';

const { values: flags } = parseArgs({
  options: {
    rows: { type: 'string', default: '30000' },
    inputs: { type: 'string', default: '30' },
    rounds: { type: 'string', default: '3' },
    bags: { type: 'string', default: '1' },
    threads: { type: 'string', default: '2' },
    peers: { type: 'string', multiple: true, default: ['sklearn', 'xgboost'] },
  },
});
const [rows, inputs, bags] = [flags.rows, flags.inputs, flags.bags].map(Number);
const here = fileURLToPath(new URL('.', import.meta.url));
const peer = (name) => ['/usr/bin/python3', join(here, 'peer.py'), name];
const COMMANDS = {
  engine: [process.execPath, join(here, 'fit.js')],
  ...Object.fromEntries(flags.peers.map((name) => [name, peer(name)])),
};
const ENVIRONMENT = {
  ...process.env,
  OMP_NUM_THREADS: bags > 1 ? flags.threads : '1',
  OMP_WAIT_POLICY: 'PASSIVE',
  GOMP_SPINCOUNT: '0',
};

const folder = mkdtempSync(join(tmpdir(), 'maia-engine-'));
try {
  writeRows();
  const runs = Object.fromEntries(Object.keys(COMMANDS).map((name) => [name, []]));
  for (let round = 0; round < Number(flags.rounds); round++) {
    for (const [name, [program, ...rest]] of Object.entries(COMMANDS)) {
      const counts = [rows, inputs, bags].map(String);
      const { status, stdout } = spawnSync(program, [...rest, folder, ...counts], {
        encoding: 'utf8',
        env: ENVIRONMENT,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      if (status !== 0) throw new Error(`${name} failed; its messages are above.`);
      runs[name].push(JSON.parse(stdout));
    }
  }
  report(runs);
} finally {
  rmSync(folder, { recursive: true });
}

/** Float32 columns, a tenth of the first half missing, and labels with about 8 % bad. */
function writeRows() {
  const random = createRandom(1, 'bench');
  const columns = new Float32Array(rows * inputs);
  const labels = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) {
    let risk = -3.2;
    for (let input = 0; input < inputs; input++) {
      const value = random.normal();
      risk += (value * Math.cos(input)) / (1 + input / 3) + 0.3 * Math.sin(3 * value) * (input % 2);
      const isMissing = input < inputs / 2 && random.uniform() < 0.1;
      columns[input * rows + row] = isMissing ? Number.NaN : value;
    }
    labels[row] = random.uniform() < 1 / (1 + Math.exp(-risk)) ? 1 : 0;
  }
  writeFileSync(join(folder, 'columns.f32'), columns);
  writeFileSync(join(folder, 'labels.u8'), labels);
}

function report(runs) {
  const medians = Object.fromEntries(
    Object.entries(runs).map(([name, each]) => {
      const of = (key) => median(each.map((run) => run[key]));
      const names = ['processorSeconds', 'wallSeconds', 'peakMebibytes', 'logLoss'];
      return [name, Object.fromEntries(names.map((key) => [key, of(key)]))];
    }),
  );
  console.table(medians);
  for (const peer of flags.peers) {
    for (const key of ['processorSeconds', 'wallSeconds', 'peakMebibytes']) {
      console.log(
        `${key}, ours / ${peer}: ${(medians.engine[key] / medians[peer][key]).toFixed(2)}`,
      );
    }
  }
}
