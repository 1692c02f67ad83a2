import { expect, it } from 'vitest';
import { TooManyRequestsError } from './errors.js';
import { TurnQueue } from './turn-queue.js';

/** Work that ends when it is told to. */
function controlledWork() {
  const ends: (() => void)[] = [];
  const started: number[] = [];
  const work = (number: number) => () => {
    started.push(number);
    return new Promise<number>((resolve) => ends.push(() => resolve(number)));
  };
  return { ends, started, work };
}

/** After everything that is already resolved has had its consequences. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

it('runs two at a time in order, and refuses whoever would wait beyond the limit', async () => {
  const queue = new TurnQueue({ runningMax: 2, waitingMax: 2 });
  const { ends, started, work } = controlledWork();
  const results = [1, 2, 3, 4].map((number) => queue.run(work(number)));
  await expect(queue.run(work(5))).rejects.toBeInstanceOf(TooManyRequestsError);
  expect(started).toEqual([1, 2]);
  ends[1]?.();
  await settled();
  expect(started).toEqual([1, 2, 3]);
  for (let i = 0; i < 4; i++) {
    ends[i]?.();
    await settled();
  }
  expect(await Promise.all(results)).toEqual([1, 2, 3, 4]);
});

it('gives the turn on when work fails', async () => {
  const queue = new TurnQueue({ runningMax: 1, waitingMax: 1 });
  const failing = queue.run(() => Promise.reject(new Error('broken')));
  const next = queue.run(async () => 'done');
  await expect(failing).rejects.toThrow('broken');
  expect(await next).toBe('done');
});
