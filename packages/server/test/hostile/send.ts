import { connect } from 'node:net';
import { type HostileCase, type Target, wireBytes } from './request.js';

/** A client that waits longer than this takes the server for dead. */
const PATIENCE_MS = 15_000;

/** What came back; a status of 0 is a connection that was closed without an answer. */
export interface HostileAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  text: string;
  tookMs: number;
}

function unchunked(body: Buffer): Buffer {
  const parts: Buffer[] = [];
  let rest = body;
  for (;;) {
    const end = rest.indexOf('\r\n');
    const size = Number.parseInt(rest.subarray(0, end).toString('latin1'), 16);
    if (end === -1 || !(size > 0)) return Buffer.concat(parts);
    parts.push(rest.subarray(end + 2, end + 2 + size));
    rest = rest.subarray(end + 2 + size + 2);
  }
}

function readAnswer(bytes: Buffer, tookMs: number): HostileAnswer {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return { status: 0, headers: {}, text: bytes.toString(), tookMs };
  const [first = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const status = Number(first.split(' ')[1]);
  const rest = bytes.subarray(end + 4);
  // What comes before the answer proper is not the answer.
  if (status === 100) return readAnswer(rest, tookMs);
  const body = headers['transfer-encoding'] === 'chunked' ? unchunked(rest) : rest;
  return { status, headers, text: body.toString(), tookMs };
}

/** Sends one case over a connection of its own and reads until the server closes it. */
export async function send(one: HostileCase, target: Target): Promise<HostileAnswer> {
  const started = performance.now();
  // A length that is a lie leaves the server waiting for more, so this client says that there is none.
  const endsEarly = one.contentLength !== undefined;
  const socket = connect({ host: target.host, port: target.port, allowHalfOpen: true });
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('end', () => socket.end());
  // A server that refuses early closes while the body is still on its way; what it said before that counts.
  socket.on('error', () => {});
  socket.setTimeout(PATIENCE_MS, () => socket.destroy());
  const closed = new Promise((resolve) => socket.once('close', resolve));
  if (endsEarly) socket.end(wireBytes(one, target));
  else socket.write(wireBytes(one, target));
  await closed;
  return readAnswer(Buffer.concat(chunks), performance.now() - started);
}
