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

/** The secret kept in the data directory, which exists; made, and on disk before it is used, when there is none. */
export function loadOrMakeSecret(dataDir: string): string {
  const path = join(dataDir, KEY_FILE);
  if (existsSync(path)) return readFileSync(path, 'utf8').trim();
  const secret = randomBytes(32).toString('hex');
  const draft = `${path}.${process.pid}`;
  const file = openSync(draft, 'wx', 0o600);
  writeSync(file, `${secret}\n`);
  fsyncSync(file);
  closeSync(file);
  renameSync(draft, path);
  return secret;
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
