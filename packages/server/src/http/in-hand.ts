import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyInstance {
    inHand: Set<Promise<unknown>>;
  }
}

/**
 * Lets a stop wait for the work of requests, also of those whose clients went: the database is closed after it. Call it
 * before routes are registered.
 */
export function finishWhatIsInHand(app: FastifyInstance): void {
  const inHand = new Set<Promise<unknown>>();
  app.decorate('inHand', inHand);
  app.addHook('onClose', async () => {
    while (inHand.size > 0) await Promise.allSettled(inHand);
  });
}

/** The same work, which a stop waits for. */
export function inHand<T>(app: FastifyInstance, work: Promise<T>): Promise<T> {
  const done = (): void => void app.inHand.delete(work);
  app.inHand.add(work);
  work.then(done, done);
  return work;
}
