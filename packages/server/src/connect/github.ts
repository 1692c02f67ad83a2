import { type Configuration, fetchProtectedResource } from 'openid-client';
import Type from 'typebox';
import { Check } from 'typebox/value';
import type { ProvidedIdentity } from './identity.js';
import type { ProviderSettings } from './settings.js';

const GithubUser = Type.Object({ id: Type.Integer(), login: Type.String() });
const GithubEmails = Type.Array(
  Type.Object({ email: Type.String(), primary: Type.Boolean(), verified: Type.Boolean() }),
);

/** GitHub answered something else than its documentation says. */
export class GithubAnswerError extends Error {
  override name = 'GithubAnswerError';
}

/** Where GitHub answers, as it describes it nowhere in a way that machines read. */
export function githubMetadata({ url }: ProviderSettings) {
  const root = url.href.replace(/\/$/, '');
  return {
    issuer: root,
    authorization_endpoint: `${root}/login/oauth/authorize`,
    token_endpoint: `${root}/login/oauth/access_token`,
  };
}

/** The REST API of github.com has a host of its own, that of an Enterprise Server a path. */
function apiRoot({ url }: ProviderSettings): string {
  if (url.hostname === 'github.com') return 'https://api.github.com';
  return `${url.href.replace(/\/$/, '')}/api/v3`;
}

async function get(
  settings: ProviderSettings,
  configuration: Configuration,
  { accessToken, path }: { accessToken: string; path: string },
): Promise<unknown> {
  const url = new URL(apiRoot(settings) + path);
  const headers = new Headers({ accept: 'application/vnd.github+json' });
  const response = await fetchProtectedResource(
    configuration,
    accessToken,
    url,
    'GET',
    null,
    headers,
  );
  if (!response.ok) throw new GithubAnswerError(`GET ${path} answered ${response.status}`);
  return response.json();
}

/** The person behind a token: GitHub speaks OAuth 2 without OpenID Connect, so its REST API is asked. */
export async function githubIdentity(
  settings: ProviderSettings,
  configuration: Configuration,
  accessToken: string,
): Promise<ProvidedIdentity> {
  const [user, emails] = await Promise.all([
    get(settings, configuration, { accessToken, path: '/user' }),
    get(settings, configuration, { accessToken, path: '/user/emails' }),
  ]);
  if (!Check(GithubUser, user) || !Check(GithubEmails, emails))
    throw new GithubAnswerError('the user or the addresses have another shape than documented');
  const primary = emails.find((address) => address.primary);
  return {
    provider: settings.name,
    subject: String(user.id),
    email: primary?.email ?? null,
    emailVerified: primary?.verified ?? false,
    names: [user.login],
  };
}
