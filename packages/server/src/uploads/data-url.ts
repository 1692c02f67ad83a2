import { InvalidError } from '../errors.js';

const DATA_URL = /^data:([^,;]*)((?:;[^,;]*)*),/i;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
const MIME = /^[a-z0-9!#$&^_.+-]{1,100}\/[a-z0-9!#$&^_.+-]{1,100}$/i;
const MIME_UNKNOWN = 'application/octet-stream';

/** The type as it may be sent back in a header; one that is none becomes that of mere bytes. */
export function plainMime(text: string): string {
  const type = text.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return MIME.test(type) ? type : MIME_UNKNOWN;
}

function percentDecoded(text: string): Buffer {
  try {
    return Buffer.from(decodeURIComponent(text));
  } catch {
    throw InvalidError.field('binaryUrl', 'is badly percent-encoded; use base64');
  }
}

function base64Decoded(text: string): Buffer {
  if (!BASE64.test(text) || text.replace(/=+$/, '').length % 4 === 1)
    throw InvalidError.field('binaryUrl', 'is not base64 after "base64,"');
  return Buffer.from(text, 'base64');
}

/** The type and the bytes of a data: URL (RFC 2397). Throws InvalidError (400). */
export function readDataUrl(url: string): { mime: string; content: Buffer } {
  const [head, type = '', parameters = ''] = DATA_URL.exec(url) ?? [];
  if (head === undefined)
    throw InvalidError.field(
      'binaryUrl',
      'must be a data: URL, like data:text/csv;base64,…, or an http(s) URL',
    );
  const data = url.slice(head.length);
  const isBase64 = /;base64$/i.test(parameters);
  // Without a type it is text, says the RFC.
  const mime = plainMime(type === '' ? 'text/plain' : type);
  return { mime, content: isBase64 ? base64Decoded(data) : percentDecoded(data) };
}
