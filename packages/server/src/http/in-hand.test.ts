import { once } from 'node:events';
import { connect } from 'node:net';
import Fastify from 'fastify';
import { expect, it } from 'vitest';
import { finishWhatIsInHand, inHand } from './in-hand.js';

it('lets a stop wait for work whose client went', async () => {
  const app = Fastify();
  finishWhatIsInHand(app);
  let finish = (): void => {};
  const work = new Promise<void>((resolve) => {
    finish = resolve;
  });
  let began = (): void => {};
  const beginning = new Promise<void>((resolve) => {
    began = resolve;
  });
  app.get('/slow', () => {
    began();
    return inHand(app, work);
  });
  const url = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
  const client = connect(Number(url.port), url.hostname);
  await once(client, 'connect');
  client.write('GET /slow HTTP/1.1\r\nHost: x\r\n\r\n');
  await beginning;
  client.destroy();

  let closed = false;
  const closing = app.close().then(() => {
    closed = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(closed).toBe(false);
  finish();
  await closing;
  expect(closed).toBe(true);
});
