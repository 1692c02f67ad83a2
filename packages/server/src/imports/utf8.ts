import { isUtf8 } from 'node:buffer';

const SEQUENCE_BYTES_MAX = 4;

/** Bytes at the end that begin a character which a later chunk may complete. */
function openTail(bytes: Buffer): number {
  const from = Math.max(0, bytes.length - SEQUENCE_BYTES_MAX + 1);
  for (let at = bytes.length - 1; at >= from; at--) {
    const byte = bytes[at];
    if (byte < 0x80) return 0;
    if (byte < 0xc0) continue;
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    const there = bytes.length - at;
    return there < needed ? there : 0;
  }
  return 0;
}

/** Checks that chunks of bytes, cut anywhere, are UTF-8 together. */
export class Utf8Check {
  #rest: Buffer = Buffer.alloc(0);

  /** False as soon as the bytes so far cannot be UTF-8. */
  accepts(chunk: Buffer): boolean {
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    const whole = bytes.length - openTail(bytes);
    this.#rest = Buffer.from(bytes.subarray(whole));
    return isUtf8(bytes.subarray(0, whole));
  }

  /** False when the bytes end within a character. */
  isComplete(): boolean {
    return this.#rest.length === 0;
  }
}
