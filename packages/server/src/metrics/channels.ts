import { channel } from 'node:diagnostics_channel';

// What parts of the server tell whoever measures, without knowing who does; costs nothing while nobody listens.

/** A history was scored. */
export interface ScoredMessage {
  seconds: number;
}

/** A job ended, one way or another. */
export interface JobEndedMessage {
  name: string;
  outcome: 'done' | 'interrupted' | 'failed';
  seconds: number;
}

export const scoredChannel = channel('maia:scored');
export const jobEndedChannel = channel('maia:job-ended');
