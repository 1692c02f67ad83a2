import { appendFileSync, renameSync, statSync } from 'node:fs';

const FILE_BYTES_MAX = 4 * 1024 * 1024;
const TAIL_CHARACTERS = 2_000;

/** PostgreSQL's messages, in a file that is moved to `<file>.old` when it is full. */
export class ServerLog {
  readonly path: string;
  #bytes: number;
  #tail = '';

  constructor(path: string) {
    this.path = path;
    this.#bytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  }

  append(text: string): void {
    this.#tail = (this.#tail + text).slice(-TAIL_CHARACTERS);
    try {
      if (this.#bytes >= FILE_BYTES_MAX) {
        renameSync(this.path, `${this.path}.old`);
        this.#bytes = 0;
      }
      appendFileSync(this.path, text, { mode: 0o600 });
      this.#bytes += Buffer.byteLength(text);
    } catch {
      // A full disk must not end the server that reports it; the tail is still in memory.
    }
  }

  /** The newest messages since the last call. */
  takeTail(): string {
    const tail = this.#tail;
    this.#tail = '';
    return tail;
  }
}
