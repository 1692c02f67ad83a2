const KEPT_MAX = 10_000;

/** Reads the instants of many rows; one import gives the same to thousands, so each is parsed once. */
export class InstantReader {
  readonly #read = new Map<string, number>();

  /** Milliseconds since 1970 of an instant as PostgreSQL writes it in UTC. Throws RangeError for another text. */
  read(text: string): number {
    const known = this.#read.get(text);
    if (known !== undefined) return known;
    const [day, time] = text.split(' ', 2);
    const ms = time?.endsWith('+00') ? Date.parse(`${day}T${time.slice(0, -3)}Z`) : Number.NaN;
    if (Number.isNaN(ms)) throw new RangeError(`"${text}" is not an instant in UTC.`);
    // Where payments came one by one, no two are alike.
    if (this.#read.size === KEPT_MAX) this.#read.clear();
    this.#read.set(text, ms);
    return ms;
  }
}
