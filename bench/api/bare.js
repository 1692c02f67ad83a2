// What a request costs before anything is done for it: node:http answering 500 bytes of JSON.
import { createServer } from 'node:http';

const ANSWER_BYTES = 500;
const answer = JSON.stringify({ text: 'x'.repeat(ANSWER_BYTES - '{"text":""}'.length) });

const server = createServer((_, response) => {
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.setHeader('content-length', ANSWER_BYTES);
  response.end(answer);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(`ready at http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`);
});
process.once('SIGTERM', () => process.exit(0));
