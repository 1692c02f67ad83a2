import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { assertReachableHost, type Guard, guardedLookup, OutgoingError } from './guarded-lookup.js';

/** What may be fetched, and within which bounds. */
interface FetchBounds extends Guard {
  bytesMax: number;
  timeoutMs: number;
}

/** What another server answered. */
interface Fetched {
  /** As that server says; nobody has checked it. */
  contentType: string;
  content: Buffer;
}

function answerTo(url: URL, bounds: FetchBounds, signal: AbortSignal): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const options = {
      // No connection is kept, so that each is checked.
      agent: false,
      headers: { accept: '*/*', 'accept-encoding': 'identity' },
      lookup: guardedLookup(bounds),
      signal,
    };
    request(url, options, resolve).on('error', reject).end();
  });
}

async function contentOf(answer: IncomingMessage, bytesMax: number): Promise<Buffer> {
  const tooLarge = () => new OutgoingError(`leads to a file that is larger than ${bytesMax} bytes`);
  if (Number(answer.headers['content-length'] ?? 0) > bytesMax) throw tooLarge();
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > bytesMax) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function assertWhole({ statusCode = 0, headers }: IncomingMessage): void {
  if (statusCode >= 300 && statusCode < 400)
    throw new OutgoingError('leads to a redirect; give the address that it leads to');
  if (statusCode !== 200)
    throw new OutgoingError(`cannot be fetched: that server answered ${statusCode}`);
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity')
    throw new OutgoingError('leads to an answer that is compressed though none was asked for');
}

/**
 * Fetches a URL from another server within bounds: no redirects, no compression, no more bytes and no longer than
 * told. Throws OutgoingError, which tells nothing of what that server said but its status.
 */
export async function fetchBytes(url: URL, bounds: FetchBounds): Promise<Fetched> {
  assertReachableHost(url.hostname, bounds);
  const timeout = AbortSignal.timeout(bounds.timeoutMs);
  let answer: IncomingMessage | null = null;
  try {
    answer = await answerTo(url, bounds, timeout);
    assertWhole(answer);
    const content = await contentOf(answer, bounds.bytesMax);
    return { contentType: answer.headers['content-type'] ?? '', content };
  } catch (error) {
    if (error instanceof OutgoingError) throw error;
    throw new OutgoingError(
      timeout.aborted
        ? `leads to a server that took longer than ${bounds.timeoutMs / 1000} seconds`
        : 'leads to a server that cannot be reached, or that broke off its answer',
    );
  } finally {
    answer?.destroy();
  }
}
