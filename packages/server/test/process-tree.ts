import { execFileSync } from 'node:child_process';

/** The ids of a process and of all that it started, directly or not. */
export function processTree(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const line of execFileSync('ps', ['-A', '-o', 'pid=,ppid=']).toString().trim().split('\n')) {
    const [child, parent] = line.trim().split(/\s+/).map(Number);
    children.set(parent, [...(children.get(parent) ?? []), child]);
  }
  const tree = [pid];
  for (const id of tree) tree.push(...(children.get(id) ?? []));
  return tree;
}

/** Ends processes at once, without a chance to react; those that are gone already are no matter. */
export function killNow(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself between the listing and now.
    }
  }
}
