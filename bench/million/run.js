// A generated portfolio of about a million payments through the API of the built server, on a fresh embedded
// database: import, training on its outcomes, a batch of reports; seconds, and peak memory of server and database.
//
//   node bench/million/run.js [--customers 70000]
//
// Build first (npm run build). Memory is the largest sum of the proportional set sizes of the server and of
// everything it started, sampled every half second (Linux only).
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { demoFiles } from '../../packages/server/dist/scoring/demo.js';
import { call, importCsv, signIn, train } from '../server/client.js';
import { memoryMiB, processTree, watchPeak } from '../server/processes.js';
import { startServer } from '../server/start.js';

const { values: flags } = parseArgs({
  options: { customers: { type: 'string', default: '70000' } },
});
const dataDir = mkdtempSync(join(tmpdir(), 'maia-million-'));
const server = await startServer({ dataDir });
try {
  await wholeJob({ url: server.url, token: await signIn(server.url) });
} finally {
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

async function wholeJob(api) {
  const files = demoFiles({ customers: Number(flags.customers), seed: 1, asOf: '2026-06-30' });
  for (const kind of ['customers', 'payments', 'outcomes'])
    await measure(`import of ${kind}`, async () => {
      const { created } = await importCsv(api, kind, files[kind]);
      return `${created} created`;
    });
  await measure('training', async () => {
    const { id, metrics } = await train(api, {});
    await call(api, 'POST', `/trainings/${id}/activate`, {});
    return `AUC ${metrics.byCustomer.auc.value.toFixed(4)}, ${metrics.rows} rows`;
  });
  const references = (await call(api, 'GET', '/customers?_limit=1000')).map(
    ({ referenceId }) => referenceId,
  );
  await measure('batch of 1,000 reports', async () => {
    const answers = await call(api, 'POST', '/reports/batch', { references, asOf: '2026-06-30' });
    return `${answers.filter(({ report }) => report?.processed).length} processed`;
  });
}

async function measure(name, work) {
  const memory = watchPeak(() => memoryMiB(processTree(server.pid)));
  const startedAt = performance.now();
  const note = await work();
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(
    `${name.padEnd(24)} ${seconds.padStart(7)} s  ${memory.stop().toFixed(0).padStart(6)} MiB  ${note}`,
  );
}
