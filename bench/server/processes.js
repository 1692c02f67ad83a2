// Starting programs, and reading what a process and all that it started take (Linux only; elsewhere nothing).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const CLOCK_TICKS_PER_SECOND = 100;
const KIB_PER_MIB = 1024;
const SAMPLE_MS = 500;

/** Starts a program and waits for its line `ready at URL`. */
export async function startProgram(args, env, account = {}) {
  const child = spawn(process.execPath, args, {
    ...account,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  const url = await new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      output += chunk;
      const ready = /ready at (http\S+)/.exec(output)?.[1];
      if (ready) resolve(new URL(ready).origin);
    });
    child.once('exit', () => reject(new Error(`${args.join(' ')} did not start: ${output}`)));
  });
  const stop = async () => {
    child.kill('SIGTERM');
    if (child.exitCode === null) await once(child, 'exit');
  };
  return { pid: child.pid, url, stop };
}

function readProc(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    // The process ended since it was listed.
    return '';
  }
}

/** After the name in brackets; that may hold anything. */
function statOf(pid) {
  const stat = readProc(pid, 'stat');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** A process and all that it started, the first first. */
export function processTree(pid) {
  if (!existsSync('/proc')) return [pid];
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const parents = ids.map((id) => ({ id: Number(id), parent: Number(statOf(id)[1]) }));
  const tree = [pid];
  for (const known of tree)
    for (const { id, parent } of parents) if (parent === known) tree.push(id);
  return tree;
}

/** Processor seconds that these processes, and their ended children, used so far. */
export function processorSeconds(pids) {
  const ticks = pids.flatMap((pid) => statOf(pid).slice(11, 15).map(Number));
  return ticks.reduce((sum, count) => sum + (count || 0), 0) / CLOCK_TICKS_PER_SECOND;
}

/** Proportional set sizes, so that memory which processes share is counted once; MiB. */
export function memoryMiB(pids) {
  const sizes = pids.map((pid) => /^Pss:\s+(\d+)/m.exec(readProc(pid, 'smaps_rollup'))?.[1]);
  return sizes.reduce((sum, kib) => sum + Number(kib ?? 0), 0) / KIB_PER_MIB;
}

/** The most that a process alone has had in memory so far; MiB. */
export function peakMiB(pid) {
  return Number(/^VmHWM:\s+(\d+)/m.exec(readProc(pid, 'status'))?.[1] ?? 0) / KIB_PER_MIB;
}

/** Samples every half second until it is stopped, which gives the sample of the largest size. */
export function watchPeak(sample, sizeOf = (value) => value) {
  let peak = sample();
  const take = () => {
    const now = sample();
    if (sizeOf(now) > sizeOf(peak)) peak = now;
  };
  const timer = setInterval(take, SAMPLE_MS);
  return {
    stop: () => {
      clearInterval(timer);
      take();
      return peak;
    },
  };
}
