import { TooManyRequestsError } from './errors.js';

const RETRY_AFTER_SECONDS = 5;

interface TurnLimits {
  runningMax: number;
  /** Without it, everyone may wait. */
  waitingMax?: number;
  /** What whoever may not wait is told. */
  refusal?: string;
}

/** Lets so much work run at a time, and so much wait in order; the rest is refused at once. */
export class TurnQueue {
  readonly #limits: Required<TurnLimits>;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(limits: TurnLimits) {
    const refusal = 'Too many at the same moment; try again in a few seconds.';
    this.#limits = { waitingMax: Number.POSITIVE_INFINITY, refusal, ...limits };
  }

  /** The result of the work, once it had its turn. Throws TooManyRequestsError (429) when too many wait. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#limits.runningMax) await this.#turn();
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
    if (this.#waiting.length >= this.#limits.waitingMax)
      throw new TooManyRequestsError(this.#limits.refusal, RETRY_AFTER_SECONDS);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
