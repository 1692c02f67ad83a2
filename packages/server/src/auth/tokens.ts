import { createSigner, createVerifier } from 'fast-jwt';
import type { Config } from '../config.js';
import { AuthenticationError } from '../errors.js';
import type { Secrets } from '../secrets.js';

/** What a bearer token says; `version` ties it to the user's current generation of tokens. */
export interface TokenClaims {
  userId: string;
  version: number;
}

/** Makes and reads the bearer tokens of this installation (JWT, HS256). */
export interface TokenCodec {
  sign(claims: TokenClaims): string;
  /** Throws AuthenticationError when the token is unreadable, forged or expired. */
  verify(token: string): TokenClaims;
}

export function tokenCodec(secrets: Secrets, config: Config): TokenCodec {
  const signer = createSigner({
    key: secrets.tokenKey,
    algorithm: 'HS256',
    expiresIn: config.tokenDays * 86_400_000,
  });
  const verifier = createVerifier({ key: secrets.tokenKey, algorithms: ['HS256'], cache: 1000 });
  return {
    sign: ({ userId, version }) => signer({ sub: userId, ver: version }),
    verify: (token) => {
      try {
        const claims = verifier(token) as { sub?: unknown; ver?: unknown };
        if (typeof claims.sub === 'string' && typeof claims.ver === 'number')
          return { userId: claims.sub, version: claims.ver };
      } catch (error) {
        throw new AuthenticationError(
          error instanceof Error && 'code' in error && error.code === 'FAST_JWT_EXPIRED'
            ? 'The token has expired; sign in again.'
            : undefined,
        );
      }
      throw new AuthenticationError();
    },
  };
}
