import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import type { Static, TSchema } from 'typebox';
import { Check } from 'typebox/value';
import { BackupError, END_OF_ROWS } from './format.js';

const NEWLINE_BYTE = 0x0a;
const LINE_BYTES_MAX = 2 ** 28;

/** Reads a backup from its beginning to its end. */
export class BackupReader {
  readonly #path: string;
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(path: string) {
    this.#path = path;
    const file = createReadStream(path);
    const stream = file.pipe(createGunzip());
    // What is wrong with the file is found where its content is read.
    file.on('error', (error) => stream.destroy(error));
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  #broken(why: string): BackupError {
    return new BackupError(`${this.#path} is not a whole backup (${why}); nothing was restored.`);
  }

  async #more(): Promise<void> {
    let next: IteratorResult<Buffer>;
    try {
      next = await this.#chunks.next();
    } catch (error) {
      throw this.#broken(error instanceof Error ? error.message : String(error));
    }
    if (next.done) throw this.#broken('it ends too early');
    this.#rest = this.#rest.length === 0 ? next.value : Buffer.concat([this.#rest, next.value]);
  }

  /** The object on the next line, or null when it has another shape; the line is then still to be read. */
  async part<Schema extends TSchema>(schema: Schema): Promise<Static<Schema> | null> {
    let end = this.#rest.indexOf(NEWLINE_BYTE);
    while (end === -1) {
      if (this.#rest.length > LINE_BYTES_MAX) throw this.#broken('a line is too long');
      await this.#more();
      end = this.#rest.indexOf(NEWLINE_BYTE);
    }
    const value = this.#parsed(this.#rest.subarray(0, end).toString());
    if (!Check(schema, value)) return null;
    this.#rest = this.#rest.subarray(end + 1);
    return value;
  }

  #parsed(text: string): unknown {
    try {
      return JSON.parse(text);
    } catch {
      throw this.#broken('a line is not what it should be');
    }
  }

  /** The same, where no other shape may come. Throws BackupError. */
  async requiredPart<Schema extends TSchema>(schema: Schema): Promise<Static<Schema>> {
    const part = await this.part(schema);
    if (part === null) throw this.#broken('a line is not what it should be');
    return part;
  }

  /** The rows up to the line that ends them. */
  async *rows(): AsyncGenerator<Buffer, void, undefined> {
    // What is kept begins with a line, so that its end is found in one place.
    for (;;) {
      if (this.#rest.subarray(0, END_OF_ROWS.length).toString('latin1') === END_OF_ROWS) {
        this.#rest = this.#rest.subarray(END_OF_ROWS.length);
        return;
      }
      const last = this.#rest.indexOf(`\n${END_OF_ROWS}`);
      const end = last === -1 ? this.#rest.lastIndexOf(NEWLINE_BYTE) : last;
      if (end === -1) {
        await this.#more();
        continue;
      }
      yield this.#rest.subarray(0, end + 1);
      this.#rest = this.#rest.subarray(end + 1);
    }
  }
}
