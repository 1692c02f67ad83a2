import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Context } from '../context.js';
import {
  type JobEndedMessage,
  jobEndedChannel,
  type ScoredMessage,
  scoredChannel,
} from './channels.js';
import { type Depths, readDepths } from './queries.js';

/** The measurements of one process. */
export interface Metrics {
  observeRequest(request: { method: string; route: string; status: number; seconds: number }): void;
  /** The text of the Prometheus exposition format, and its content type. */
  text(): Promise<string>;
  contentType: string;
  /** Stops listening. */
  close(): void;
}

const REQUEST_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60];
const SCORE_SECONDS = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05];
const JOB_SECONDS = [0.1, 1, 5, 15, 60, 300, 1800, 7200];

/** Gauges of what the database holds, read at each scrape; without the database they keep their last value. */
function databaseGauges(registry: Registry): (depths: Depths) => void {
  const registers = [registry];
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
  const jobs = new Gauge({
    name: 'maia_jobs',
    help: 'Jobs by task and state',
    labelNames: ['task', 'state'],
    registers,
  });
  const workers = gauge('maia_workers_alive', 'Worker lanes that hold their life in the database');
  const waiting = gauge('maia_reports_waiting', 'Reports that wait for a model');
  const unsealed = gauge('maia_logs_unsealed', 'Committed log rows without a seal');
  const lag = gauge('maia_logs_sealed_lag_seconds', 'Age of the oldest log row without a seal');
  return (depths) => {
    jobs.reset();
    for (const { task, state, count } of depths.jobs) jobs.set({ task, state }, count);
    workers.set(depths.workersAlive);
    waiting.set(depths.reportsWaiting);
    unsealed.set(depths.unsealed);
    lag.set(depths.sealedLagSeconds);
  };
}

function poolGauges(registry: Registry, { db }: Context): void {
  new Gauge({
    name: 'maia_database_connections',
    help: 'Connections of the pool of this process, and requests that wait for one',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      const { totalCount, idleCount, waitingCount } = db.pool;
      this.set({ state: 'busy' }, totalCount - idleCount);
      this.set({ state: 'idle' }, idleCount);
      this.set({ state: 'waiting' }, waitingCount);
    },
  });
}

/** Listens for scores and jobs of this process; returns what ends that. */
function listen(registry: Registry): () => void {
  const registers = [registry];
  const scores = new Histogram({
    name: 'maia_score_duration_seconds',
    help: 'Features, score, interval and reasons of one history',
    buckets: SCORE_SECONDS,
    registers,
  });
  const jobs = new Histogram({
    name: 'maia_job_duration_seconds',
    help: 'Jobs that this process ran, by task and outcome',
    labelNames: ['task', 'outcome'],
    buckets: JOB_SECONDS,
    registers,
  });
  // The channels carry these messages alone.
  const onScored = (message: unknown) => scores.observe((message as ScoredMessage).seconds);
  const onJobEnded = (message: unknown) => {
    const { name: task, outcome, seconds } = message as JobEndedMessage;
    jobs.observe({ task, outcome }, seconds);
  };
  scoredChannel.subscribe(onScored);
  jobEndedChannel.subscribe(onJobEnded);
  return () => {
    scoredChannel.unsubscribe(onScored);
    jobEndedChannel.unsubscribe(onJobEnded);
  };
}

/** Begins to measure this process. */
export function startMetrics(context: Context): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  poolGauges(registry, context);
  const setDepths = databaseGauges(registry);
  const registers = [registry];
  const databaseUp = new Gauge({
    name: 'maia_database_up',
    help: 'Whether the database answered this scrape',
    registers,
  });
  const requests = new Histogram({
    name: 'maia_http_request_duration_seconds',
    help: 'Requests by method, route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: REQUEST_SECONDS,
    registers,
  });
  const scrapeFailures = new Counter({
    name: 'maia_scrape_failures_total',
    help: 'Scrapes that the database did not answer',
    registers,
  });
  return {
    observeRequest: ({ seconds, ...labels }) => requests.observe(labels, seconds),
    text: async () => {
      try {
        setDepths(await readDepths(context.db.kysely));
        databaseUp.set(1);
      } catch (error) {
        context.log.warn({ err: error }, 'the database did not answer a scrape of the metrics');
        databaseUp.set(0);
        scrapeFailures.inc();
      }
      return registry.metrics();
    },
    contentType: registry.contentType,
    close: listen(registry),
  };
}
