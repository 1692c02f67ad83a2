import {
  AuthorizationResponseError,
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientError,
  ClientSecretPost,
  Configuration,
  calculatePKCECodeChallenge,
  discovery,
  None,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client';
import { InvalidError, Refusal } from '../errors.js';
import type { Attempt } from './attempt.js';
import { GithubAnswerError, githubIdentity, githubMetadata } from './github.js';
import type { ProvidedIdentity } from './identity.js';
import { oidcIdentity } from './oidc.js';
import { isLoopback, type ProviderSettings } from './settings.js';

const TIMEOUT_SECONDS = 10;

/** 503: the provider does not answer, so that nobody can sign in through it now. */
export class ProviderUnavailableError extends Refusal {
  constructor(provider: string, cause: unknown) {
    super(503, `${provider} does not answer; try again in a minute.`, {
      headers: { 'Retry-After': '60' },
    });
    this.cause = cause;
  }
}

/** A provider as the sign-in uses it. */
export interface Provider {
  /** Where the browser is sent to sign in. Throws ProviderUnavailableError (503). */
  beginning(attempt: Attempt, redirectUri: string): Promise<URL>;
  /**
   * Who came back with this answer. Throws SignInFailedError when the answer is not one to this attempt,
   * InvalidError (400) when the person or provider declined, ProviderUnavailableError (503).
   */
  identity(attempt: Attempt, answer: URL): Promise<ProvidedIdentity>;
}

/** The answer of a provider cannot be trusted: another state, nonce or verifier, or a used code. */
export class SignInFailedError extends Error {
  override name = 'SignInFailedError';
}

const isTimeout = (error: ClientError): boolean => error.code === 'OAUTH_TIMEOUT';

/** What a failure of the exchange means for who signs in. */
function exchangeError(provider: string, error: unknown): Error {
  if (error instanceof AuthorizationResponseError)
    return new InvalidError(`${provider} says that the sign-in was declined; start again.`);
  const isAnswer =
    error instanceof ResponseBodyError ||
    // A provider that sees a code used twice may take back what it gave for it.
    error instanceof WWWAuthenticateChallengeError ||
    error instanceof GithubAnswerError ||
    (error instanceof ClientError && !isTimeout(error));
  if (isAnswer) return new SignInFailedError(error.message, { cause: error });
  return new ProviderUnavailableError(provider, error);
}

async function configure(settings: ProviderSettings): Promise<Configuration> {
  const { clientId, clientSecret, url, kind } = settings;
  const authentication = clientSecret === null ? None() : ClientSecretPost(clientSecret);
  const insecure = isLoopback(url) && url.protocol === 'http:';
  if (kind === 'oidc')
    return discovery(url, clientId, undefined, authentication, {
      timeout: TIMEOUT_SECONDS,
      execute: insecure ? [allowInsecureRequests] : [],
    });
  const metadata = githubMetadata(settings);
  const configuration = new Configuration(metadata, clientId, undefined, authentication);
  configuration.timeout = TIMEOUT_SECONDS;
  if (insecure) allowInsecureRequests(configuration);
  return configuration;
}

/** A provider by its settings; what it says of itself is read when it is first needed, and kept. */
export function openProvider(settings: ProviderSettings): Provider {
  const { name, kind } = settings;
  let opened: Promise<Configuration> | null = null;

  async function configuration(): Promise<Configuration> {
    opened ??= configure(settings);
    try {
      return await opened;
    } catch (error) {
      opened = null;
      throw new ProviderUnavailableError(name, error);
    }
  }

  return {
    beginning: async ({ state, nonce, codeVerifier }, redirectUri) =>
      buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirectUri,
        scope: kind === 'oidc' ? 'openid email profile' : 'read:user user:email',
        state,
        ...(kind === 'oidc' ? { nonce } : {}),
        code_challenge: await calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256',
      }),
    identity: async ({ state, nonce, codeVerifier }, answer) => {
      const at = await configuration();
      try {
        const tokens = await authorizationCodeGrant(at, answer, {
          expectedState: state,
          pkceCodeVerifier: codeVerifier,
          ...(kind === 'oidc' ? { expectedNonce: nonce, idTokenExpected: true } : {}),
        });
        const accessToken = tokens.access_token;
        const claims = tokens.claims();
        if (claims) return await oidcIdentity(settings, at, { accessToken, claims });
        return await githubIdentity(settings, at, accessToken);
      } catch (error) {
        throw exchangeError(name, error);
      }
    },
  };
}
