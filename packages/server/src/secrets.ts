import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

/** Keys for separate purposes, all derived from one secret. */
interface PurposeKeys {
  /** Signs bearer tokens. */
  tokenKey: Buffer;
  /** Wraps the per-customer keys and other secrets at rest. */
  wrappingKey: Buffer;
  /** Chains the audit log. */
  logKey: Buffer;
}

/** The keys of the installation's secret, and of the secrets that it had before, the newest first. */
export interface Secrets extends PurposeKeys {
  /** For reading only: what is wrapped with them until it is wrapped anew, and old rows of the log. */
  earlier: readonly PurposeKeys[];
}

const KEY_FILE = 'secret.key';

/** Derives the keys from the installation's secret and its earlier ones. */
export function deriveSecrets(secret: string, earlier: readonly string[] = []): Secrets {
  return { ...purposeKeys(secret), earlier: earlier.map(purposeKeys) };
}

/** HKDF-SHA-256, RFC 5869. */
function purposeKeys(secret: string): PurposeKeys {
  const derive = (purpose: string): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, 'maia-score', purpose, 32));
  return { tokenKey: derive('token'), wrappingKey: derive('wrap'), logKey: derive('log') };
}

/** The secret of an installation, and those that it had before, the newest first. */
export interface SecretTexts {
  current: string;
  earlier: readonly string[];
}

/** The secrets kept in the data directory, which exists; made, and on disk before it is used, when there is none. */
export function loadOrMakeSecret(dataDir: string): SecretTexts {
  return readSecrets(dataDir) ?? addSecret(dataDir);
}

/** One secret a line, the current one first; null when there is none yet. */
export function readSecrets(dataDir: string): SecretTexts | null {
  const path = join(dataDir, KEY_FILE);
  if (!existsSync(path)) return null;
  const [current, ...earlier] = readFileSync(path, 'utf8').split('\n').filter(Boolean);
  if (current === undefined) throw new Error(`${path} is empty; restore it from a backup.`);
  return { current: current.trim(), earlier: earlier.map((line) => line.trim()) };
}

/** Makes a new secret the current one of the data directory, on disk before it is used; the others stay behind it. */
export function addSecret(dataDir: string): SecretTexts {
  const before = readSecrets(dataDir);
  const current = randomBytes(32).toString('hex');
  const earlier = before === null ? [] : [before.current, ...before.earlier];
  writeSecrets(dataDir, { current, earlier });
  return { current, earlier };
}

/** Makes these the secrets of the data directory, on disk when this returns. */
export function writeSecrets(dataDir: string, { current, earlier }: SecretTexts): void {
  const path = join(dataDir, KEY_FILE);
  const draft = `${path}.${process.pid}`;
  const file = openSync(draft, 'wx', 0o600);
  writeSync(file, `${[current, ...earlier].join('\n')}\n`);
  fsyncSync(file);
  closeSync(file);
  renameSync(draft, path);
  syncDirectory(dataDir);
}

/** The name of a new file is on disk only when its directory is. */
function syncDirectory(directory: string): void {
  const handle = openSync(directory, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts with AES-256-GCM; the result is nonce, tag and ciphertext. */
export function encrypt(key: Buffer, plain: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/** Inverse of `encrypt`; throws when the key is another one or the bytes were changed. */
export function decrypt(key: Buffer, sealed: Buffer): Buffer {
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const tag = sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce);
  decipher.setAuthTag(tag);
  return Buffer.concat([
    decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)),
    decipher.final(),
  ]);
}

/** Decrypts what is wrapped with the installation's key, or with one that it had before; throws when with none. */
export function unwrap(secrets: Secrets, sealed: Buffer): Buffer {
  const keys = [secrets, ...secrets.earlier].map(({ wrappingKey }) => wrappingKey);
  for (const key of keys.slice(0, -1))
    try {
      return decrypt(key, sealed);
    } catch {
      // Authenticated encryption tells the right key from the others; the last one may throw.
    }
  return decrypt(keys[keys.length - 1] ?? secrets.wrappingKey, sealed);
}

/** SHA-256, for secrets of 128 random bits or more that are looked up by their hash. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
