import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';

const UNREADABLE = {
  code: 400,
  message:
    'The request is not valid HTTP; check its first line, its headers and its Content-Length.',
};

/** What Node's HTTP parser gives up on, by its own codes. */
const REFUSALS: Readonly<Record<string, { code: number; message: string }>> = {
  ERR_HTTP_REQUEST_TIMEOUT: {
    code: 408,
    message: 'The request did not arrive in time; send it again.',
  },
  HPE_HEADER_OVERFLOW: {
    code: 431,
    message: 'The first line and the headers are too long together; send less in them.',
  },
};

const UNEXPECTED = { code: 417, message: 'Of the header Expect only 100-continue is understood.' };

interface ClosingAnswer {
  code: number;
  headers: Record<string, string | number>;
  body: string;
}

/** A refusal in the shape of every other error, after which the connection is closed. */
function closingAnswer(refusal: { code: number; message: string }): ClosingAnswer {
  const requestId = randomUUID();
  const body = JSON.stringify({ ...refusal, requestId });
  const headers = {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'X-Request-Id': requestId,
    Connection: 'close',
  };
  return { code: refusal.code, headers, body };
}

/** Answers a request that expects what this server cannot promise; it goes no further. */
export function answerExpectation(_request: IncomingMessage, response: ServerResponse): void {
  const { code, headers, body } = closingAnswer(UNEXPECTED);
  response.writeHead(code, headers).end(body);
}

/** Answers what never became a request. */
export function answerUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const { code, headers, body } = closingAnswer(REFUSALS[error.code ?? ''] ?? UNREADABLE);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const head = [`HTTP/1.1 ${code} ${STATUS_CODES[code]}`, ...lines];
  if (socket.writable) socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  socket.destroy(error);
}
