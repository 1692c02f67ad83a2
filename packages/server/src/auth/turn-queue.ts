import { TooManyRequestsError } from '../errors.js';

const RETRY_AFTER_SECONDS = 5;

/** Lets so much work run at a time, and so much wait in order; the rest is refused at once. */
export class TurnQueue {
  readonly #limit: { runningMax: number; waitingMax: number };
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(limit: { runningMax: number; waitingMax: number }) {
    this.#limit = limit;
  }

  /** The result of the work, once it had its turn. Throws TooManyRequestsError (429) when too many wait. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#limit.runningMax) await this.#turn();
    else this.#running += 1;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }

  async #turn(): Promise<void> {
    if (this.#waiting.length >= this.#limit.waitingMax)
      throw new TooManyRequestsError(
        'Too many sign-ins at the same moment; try again in a few seconds.',
        RETRY_AFTER_SECONDS,
      );
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
