import type { ChildProcess } from 'node:child_process';
import type { Cluster } from './cluster.js';
import { EmbeddedDatabaseError } from './embedded-database-error.js';
import { type LaunchOptions, launchPostmaster, stopPostmaster } from './postmaster.js';

interface SupervisionOptions extends LaunchOptions {
  onProblem?: ((problem: Error) => void) | undefined;
}

/** A server that is started again when it ends without being asked to. */
export class SupervisedServer {
  readonly #cluster: Cluster;
  readonly #options: SupervisionOptions;
  #child: ChildProcess | null = null;
  #restart: Promise<void> = Promise.resolve();
  #stopping = false;

  constructor(cluster: Cluster, options: SupervisionOptions) {
    this.#cluster = cluster;
    this.#options = options;
  }

  async start(): Promise<void> {
    const child = await launchPostmaster(this.#cluster, this.#options);
    this.#child = child;
    // `close` rather than `exit`: then the backends, which share its output, are gone as well.
    child.once('close', () => this.#ended());
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#restart;
    if (this.#child) await stopPostmaster(this.#child);
  }

  #ended(): void {
    if (this.#stopping) return;
    this.#options.onProblem?.(
      new EmbeddedDatabaseError('The embedded PostgreSQL ended by itself and is started again.'),
    );
    this.#restart = this.start().catch((error: Error) => this.#options.onProblem?.(error));
  }
}
