import { type Configuration, fetchUserInfo } from 'openid-client';
import type { ProvidedIdentity } from './identity.js';
import type { ProviderSettings } from './settings.js';

/** What the ID token and the userinfo say of a person, unchecked beyond its signature. */
type Claims = Readonly<Record<string, unknown>> & { readonly sub: string };

/** Tenant of personal Microsoft accounts, whose addresses Microsoft verifies itself. */
const MICROSOFT_CONSUMERS = '9188040d-6c67-4c5b-b112-36a304b66dad';

const text = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null;

/**
 * Microsoft sends no `email_verified`, and lets a tenant's administrator write any address into `email`: it counts
 * when the optional claim `xms_edov` says that the tenant owns the address's domain.
 */
function isVerified(provider: string, claims: Claims): boolean {
  const said = (value: unknown): boolean => value === true || value === 'true';
  if (said(claims.email_verified)) return true;
  if (provider !== 'microsoft') return false;
  const { xms_edov: ownsDomain, tid } = claims;
  return said(ownsDomain) || ownsDomain === 1 || ownsDomain === '1' || tid === MICROSOFT_CONSUMERS;
}

/** A subject is unique for its issuer, and Microsoft has one issuer for each tenant. */
function subjectOf(provider: string, { tid, sub }: Claims): string {
  return provider === 'microsoft' && typeof tid === 'string' ? `${tid}:${sub}` : sub;
}

/** The identity in verified claims; the userinfo is asked when the ID token has no address. */
export async function oidcIdentity(
  settings: ProviderSettings,
  configuration: Configuration,
  tokens: { accessToken: string; claims: Claims },
): Promise<ProvidedIdentity> {
  const { name } = settings;
  const { accessToken, claims: proven } = tokens;
  const more =
    text(proven.email) === null && configuration.serverMetadata().userinfo_endpoint
      ? await fetchUserInfo(configuration, accessToken, proven.sub)
      : {};
  const claims: Claims = { ...more, ...proven };
  const email = text(claims.email);
  const names = [claims.preferred_username, claims.nickname, email, claims.name].map(text);
  return {
    provider: name,
    subject: subjectOf(name, claims),
    email,
    emailVerified: isVerified(name, claims),
    names: names.filter((candidate) => candidate !== null),
  };
}
