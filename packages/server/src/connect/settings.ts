import Type, { type Static } from 'typebox';
import { Check, Errors } from 'typebox/value';

const text = { minLength: 1, maxLength: 500 };

const Provider = Type.Object(
  {
    name: Type.String({ pattern: '^[a-z][a-z0-9-]{1,31}$' }),
    /** As people know it, where its name does not say. */
    label: Type.Optional(Type.String({ ...text, maxLength: 60 })),
    clientId: Type.String(text),
    clientSecret: Type.Optional(Type.String(text)),
    /** Of any OpenID Connect provider; google and microsoft know their own. */
    issuer: Type.Optional(Type.String(text)),
    /** Of microsoft: whose people may come; everyone's unless told. */
    tenant: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9.-]{1,100}$' })),
    /** Of github: the address of an Enterprise Server in place of github.com. */
    url: Type.Optional(Type.String(text)),
  },
  { additionalProperties: false },
);

const Providers = Type.Array(Provider, { maxItems: 50 });

/** A provider through which people may sign in, as `MAIA_PROVIDERS` describes it, with its address settled. */
export interface ProviderSettings {
  name: string;
  /** As people know it. */
  label: string;
  kind: 'oidc' | 'github';
  /** Issuer of an OpenID Connect provider, or root of a GitHub. */
  url: URL;
  clientId: string;
  clientSecret: string | null;
}

/** What is wrong with `MAIA_PROVIDERS`: a phrase that continues its name. */
export class ProviderSettingsError extends Error {
  override name = 'ProviderSettingsError';
}

const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Names that their owners write in another way than the operator does. */
const KNOWN_LABELS: Readonly<Record<string, string>> = {
  google: 'Google',
  microsoft: 'Microsoft',
  github: 'GitHub',
};

/** Whether secrets may go there: over TLS, or without leaving the machine. */
function isSafe(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
}

export function isLoopback(url: URL): boolean {
  return LOOPBACK_HOSTS.has(url.hostname);
}

function addressOf(provider: Static<typeof Provider>): string | undefined {
  if (provider.name === 'google') return 'https://accounts.google.com';
  if (provider.name === 'microsoft')
    return `https://login.microsoftonline.com/${provider.tenant ?? 'common'}/v2.0`;
  if (provider.name === 'github') return provider.url ?? 'https://github.com';
  return provider.issuer;
}

function settled(provider: Static<typeof Provider>): ProviderSettings {
  const { name, label, clientId, clientSecret } = provider;
  if (name === 'local') throw new ProviderSettingsError('names a provider "local", which is taken');
  const address = addressOf(provider);
  if (address === undefined)
    throw new ProviderSettingsError(`gives no issuer for "${name}"; add "issuer": "https://…"`);
  if (!URL.canParse(address) || !isSafe(new URL(address)))
    throw new ProviderSettingsError(
      `has an address for "${name}" that does not begin with https://`,
    );
  return {
    name,
    label: label ?? KNOWN_LABELS[name] ?? name,
    kind: name === 'github' ? 'github' : 'oidc',
    url: new URL(address),
    clientId,
    clientSecret: clientSecret ?? null,
  };
}

function parseList(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ProviderSettingsError('is not valid JSON; write a list like [{"name":"google",…}]');
  }
}

/** The providers in the setting's JSON; none when it is empty. Throws ProviderSettingsError. */
export function parseProviders(text: string): readonly ProviderSettings[] {
  if (text === '') return [];
  const list = parseList(text);
  if (!Check(Providers, list)) {
    const [problem] = Errors(Providers, list);
    throw new ProviderSettingsError(
      `is wrong at ${problem?.instancePath || 'its root'}: ${problem?.message}`,
    );
  }
  const names = list.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new ProviderSettingsError(`names "${twice}" twice`);
  return list.map(settled);
}
