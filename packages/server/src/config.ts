import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import {
  type ProviderSettings,
  ProviderSettingsError,
  parseProviders,
} from './connect/settings.js';
import {
  type AllowedOrigin,
  AllowedOriginsError,
  parseAllowedOrigins,
} from './outgoing/allowed-origins.js';
import { SETTINGS } from './settings.js';

/** Where a process takes part: serving requests, running jobs, or both. */
export type MaiaRole = 'all' | 'api' | 'worker';

/** Every setting of the server, parsed and checked. */
export interface Config {
  host: string;
  port: number;
  dataDir: string;
  /** Null: the embedded database in the data directory. */
  databaseUrl: string | null;
  /** Null: made once and kept in the data directory. */
  secretKey: string | null;
  /** Secrets that the installation had before, the newest first. */
  earlierSecretKeys: readonly string[];
  admin: { username: string; email: string; password: string } | null;
  publicUrl: string | null;
  /** Null: mails are kept in the outbox of the data directory. */
  smtpUrl: string | null;
  mailFrom: string;
  /** How many mails one user may send through `POST /email` in 24 hours. */
  mailsPerDayMax: number;
  /** Page on which people set a new password; null: the console's. */
  resetUrl: string | null;
  /** Where a confirmed address leads; null: the confirmation is answered in JSON. */
  confirmationRedirectUrl: string | null;
  /** Providers through which people may sign in. */
  providers: readonly ProviderSettings[];
  role: MaiaRole;
  /** Addresses or CIDR ranges of proxies whose X-Forwarded-For is believed. */
  trustedProxies: readonly string[];
  /** Origins of other sites whose pages may call the API. */
  corsOrigins: readonly string[];
  tokenDays: number;
  passwordLengthMin: number;
  bodyBytesMax: number;
  importBytesMax: number;
  uploadBytesMax: number;
  /** From where files are fetched that are uploaded by their URL. */
  uploadOrigins: readonly AllowedOrigin[];
  /** Null: no metrics. */
  metricsToken: string | null;
  logLevel: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** A setting that cannot be used; the message names it, the problem and the fix. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

function text(env: Environment, name: string): string {
  const setting = SETTINGS.find((s) => s.name === name);
  if (!setting) throw new ConfigError(`${name} is not a setting of Maia.`);
  return env[name]?.trim() || setting.fallback;
}

function integer(env: Environment, name: string, range: { min: number; max: number }): number {
  const value = text(env, name);
  const number = Number(value);
  if (!Number.isInteger(number) || number < range.min || number > range.max)
    throw new ConfigError(
      `${name} is "${value}"; it must be a whole number from ${range.min} to ${range.max}.`,
    );
  return number;
}

function list(env: Environment, name: string): string[] {
  return text(env, name)
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function corsOrigins(env: Environment): string[] {
  const origins = list(env, 'MAIA_CORS_ORIGINS');
  for (const origin of origins)
    if (!URL.canParse(origin) || new URL(origin).origin !== origin)
      throw new ConfigError(
        `MAIA_CORS_ORIGINS has "${origin}"; write an origin, like https://app.lender.example, without a path or a slash at its end.`,
      );
  return origins;
}

function role(env: Environment): MaiaRole {
  const value = text(env, 'MAIA_ROLE');
  if (value === 'all' || value === 'api' || value === 'worker') return value;
  throw new ConfigError(`MAIA_ROLE is "${value}"; it must be all, api or worker.`);
}

function secretKey(env: Environment): string | null {
  const value = text(env, 'MAIA_SECRET_KEY');
  if (value === '') return null;
  if (value.length < 32)
    throw new ConfigError(
      'MAIA_SECRET_KEY is too short; use 32 random characters or more, for example from `openssl rand -hex 32`.',
    );
  return value;
}

function metricsToken(env: Environment): string | null {
  const value = text(env, 'MAIA_METRICS_TOKEN');
  if (value === '') return null;
  if (!/^[\x21-\x7e]{16,}$/.test(value))
    throw new ConfigError(
      'MAIA_METRICS_TOKEN must have 16 visible ASCII characters or more, for example from `openssl rand -hex 16`.',
    );
  return value;
}

function firstAdmin(env: Environment): Config['admin'] {
  const email = text(env, 'MAIA_ADMIN_EMAIL');
  const password = text(env, 'MAIA_ADMIN_PASSWORD');
  if (email === '' && password === '') return null;
  if (email === '' || password === '')
    throw new ConfigError('Set both MAIA_ADMIN_EMAIL and MAIA_ADMIN_PASSWORD, or neither.');
  return { username: text(env, 'MAIA_ADMIN_USERNAME'), email, password };
}

function url(env: Environment, name: string, protocols: readonly string[]): string | null {
  const value = text(env, name);
  if (value === '') return null;
  if (URL.canParse(value) && protocols.includes(new URL(value).protocol)) return value;
  // The value is not shown: it may hold a password.
  throw new ConfigError(`${name} must be a URL that begins with ${protocols.join('// or ')}//.`);
}

function providers(env: Environment): readonly ProviderSettings[] {
  try {
    return parseProviders(text(env, 'MAIA_PROVIDERS'));
  } catch (error) {
    if (!(error instanceof ProviderSettingsError)) throw error;
    throw new ConfigError(`MAIA_PROVIDERS ${error.message}.`);
  }
}

function uploadOrigins(env: Environment): readonly AllowedOrigin[] {
  try {
    return parseAllowedOrigins(list(env, 'MAIA_UPLOAD_ORIGINS'));
  } catch (error) {
    if (!(error instanceof AllowedOriginsError)) throw error;
    throw new ConfigError(`MAIA_UPLOAD_ORIGINS ${error.message}.`);
  }
}

/** Turns an environment into settings. Throws ConfigError at the first that cannot be used. */
export function parseConfig(env: Environment): Config {
  return {
    host: text(env, 'HOST'),
    port: integer(env, 'PORT', { min: 0, max: 65_535 }),
    dataDir: resolve(text(env, 'MAIA_DATA_DIR')),
    databaseUrl: text(env, 'DATABASE_URL') || null,
    secretKey: secretKey(env),
    earlierSecretKeys: list(env, 'MAIA_EARLIER_SECRET_KEYS'),
    admin: firstAdmin(env),
    publicUrl: text(env, 'PUBLIC_URL').replace(/\/+$/, '') || null,
    smtpUrl: url(env, 'SMTP_URL', ['smtp:', 'smtps:']),
    mailFrom: text(env, 'MAIL_FROM'),
    mailsPerDayMax: integer(env, 'MAIA_MAILS_PER_DAY_MAX', { min: 0, max: 1_000_000 }),
    resetUrl: url(env, 'MAIA_RESET_URL', ['http:', 'https:']),
    confirmationRedirectUrl: url(env, 'MAIA_CONFIRMATION_REDIRECT_URL', ['http:', 'https:']),
    providers: providers(env),
    role: role(env),
    trustedProxies: list(env, 'MAIA_TRUSTED_PROXIES'),
    corsOrigins: corsOrigins(env),
    tokenDays: integer(env, 'MAIA_TOKEN_DAYS', { min: 1, max: 3650 }),
    passwordLengthMin: integer(env, 'MAIA_PASSWORD_LENGTH_MIN', { min: 6, max: 64 }),
    bodyBytesMax: integer(env, 'MAIA_BODY_BYTES_MAX', { min: 1024, max: 2 ** 30 }),
    importBytesMax: integer(env, 'MAIA_IMPORT_BYTES_MAX', { min: 1024, max: 2 ** 40 }),
    uploadBytesMax: integer(env, 'MAIA_UPLOAD_BYTES_MAX', { min: 1024, max: 2 ** 28 }),
    uploadOrigins: uploadOrigins(env),
    metricsToken: metricsToken(env),
    logLevel: text(env, 'LOG_LEVEL'),
  };
}

/** The address under which people reach the server; never taken from a request, which could name any host. */
export function publicUrl(config: Config): string {
  if (config.publicUrl !== null) return config.publicUrl;
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  return `http://${host}:${config.port}`;
}

/** The process environment over the `.env` file of the working directory. */
export function readEnvironment(): Environment {
  const file = resolve('.env');
  const fromFile = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
  return { ...fromFile, ...process.env };
}

/** Where commands find the server that runs already, and the token that they send. */
export function parseServerAccess(env: Environment): { url: string; token: string | null } {
  return { url: text(env, 'MAIA_URL'), token: text(env, 'MAIA_TOKEN') || null };
}

/** Name, value and meaning of every setting, secrets masked: what `maia config` prints. */
export function describeSettings(
  env: Environment,
): { name: string; value: string; fallback: string; about: string }[] {
  return SETTINGS.map((setting) => {
    const value = env[setting.name]?.trim() || setting.fallback;
    return {
      name: setting.name,
      value: setting.secret && value !== '' ? '********' : value,
      fallback: setting.fallback,
      about: setting.about,
    };
  });
}
