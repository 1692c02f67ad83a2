import { InvalidError } from '../errors.js';
import type { AllowedOrigin } from '../outgoing/allowed-origins.js';
import { fetchBytes } from '../outgoing/fetch-bytes.js';
import { OutgoingError } from '../outgoing/guarded-lookup.js';
import { plainMime } from './data-url.js';

const TIMEOUT_MS = 30_000;

/** Whether a text is meant as the address of a file on another server. */
export function isWebUrl(text: string): boolean {
  return /^https?:/i.test(text);
}

function originOf(text: string, origins: readonly AllowedOrigin[]): [URL, AllowedOrigin] {
  if (!URL.canParse(text)) throw InvalidError.field('binaryUrl', 'is not a URL');
  const url = new URL(text);
  if (url.username !== '' || url.password !== '')
    throw InvalidError.field('binaryUrl', 'must not hold a user or a password');
  const allowed = origins.find(({ origin }) => origin === url.origin);
  if (allowed !== undefined) return [url, allowed];
  throw InvalidError.field(
    'binaryUrl',
    'is not of an origin that this server may fetch from; send a data: URL, or let the operator add the origin to MAIA_UPLOAD_ORIGINS',
  );
}

/** Fetches a file from an origin that the operator allows. Throws InvalidError (400) that names the field and why. */
export async function fetchContent(
  text: string,
  { origins, bytesMax }: { origins: readonly AllowedOrigin[]; bytesMax: number },
): Promise<{ mime: string; content: Buffer }> {
  const [url, { allowsPrivate }] = originOf(text, origins);
  try {
    const bounds = { allowsPrivate, bytesMax, timeoutMs: TIMEOUT_MS };
    const { contentType, content } = await fetchBytes(url, bounds);
    return { mime: plainMime(contentType), content };
  } catch (error) {
    if (!(error instanceof OutgoingError)) throw error;
    throw InvalidError.field('binaryUrl', error.message);
  }
}
