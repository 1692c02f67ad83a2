import { createHash, randomBytes } from 'node:crypto';
import { parse, serialize } from 'cookie';

const HANDLE_BYTES = 32;
const LIFETIME_SECONDS = 600;

/** What binds the end of a sign-in through a provider to its beginning. */
export interface Attempt {
  /** Comes back with the provider's answer (RFC 6749 §10.12). */
  state: string;
  /** Comes back in the ID token (OpenID Connect Core §3.1.2.1). */
  nonce: string;
  /** Proves to the provider that the code was asked for here (RFC 7636). */
  codeVerifier: string;
}

/** Where a sign-in through a provider ends: with the session as its answer, or in the console. */
export type Ending = 'answer' | 'console';

const CONSOLE_MARK = 'console.';

/** A new secret of one browser, from which the parts of an attempt follow; it tells where the attempt ends. */
export function newHandle(ending: Ending): string {
  const mark = ending === 'console' ? CONSOLE_MARK : '';
  return mark + randomBytes(HANDLE_BYTES).toString('base64url');
}

/** Where the attempt of this secret ends. */
export function endingOf(handle: string | null): Ending {
  return handle?.startsWith(CONSOLE_MARK) ? 'console' : 'answer';
}

/** The attempt that this secret stands for at this provider; none of its parts tells the secret or another part. */
export function attemptOf(handle: string, provider: string): Attempt {
  const part = (purpose: string): string =>
    createHash('sha256')
      .update(JSON.stringify([purpose, provider, handle]))
      .digest('base64url');
  return { state: part('state'), nonce: part('nonce'), codeVerifier: part('code-verifier') };
}

/** The prefix keeps other hosts of the same site from setting the cookie; browsers want TLS for it. */
function cookieName(isSecure: boolean): string {
  return isSecure ? '__Host-maia-connect' : 'maia-connect';
}

/** The header that gives the browser its secret, or takes it away. */
export function handleCookie(handle: string | null, isSecure: boolean): string {
  return serialize(cookieName(isSecure), handle ?? '', {
    httpOnly: true,
    secure: isSecure,
    // Lax, because the answer comes by a link from the provider's page.
    sameSite: 'lax',
    path: '/',
    maxAge: handle === null ? 0 : LIFETIME_SECONDS,
  });
}

/** The secret that the browser sends back; null when there is none. */
export function readHandle(header: string | undefined, isSecure: boolean): string | null {
  return parse(header ?? '')[cookieName(isSecure)] || null;
}
