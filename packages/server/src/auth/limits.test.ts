import { describe, expect, it } from 'vitest';
import { TooManyRequestsError } from '../errors.js';
import { authLimits } from './limits.js';

function clock() {
  let at = 1_000_000;
  return { now: () => at, wait: (milliseconds: number) => (at += milliseconds) };
}

function refusal(work: () => unknown): TooManyRequestsError {
  try {
    work();
  } catch (error) {
    if (error instanceof TooManyRequestsError) return error;
  }
  throw new Error('The call was let through.');
}

describe('calls of one address', () => {
  it('lets 60 through in a minute and says when to come back', () => {
    const { now, wait } = clock();
    const limits = authLimits(now);
    for (let i = 0; i < 60; i++) limits.countCall('10.0.0.1');
    wait(20_000);
    const refused = refusal(() => limits.countCall('10.0.0.1'));
    expect(refused.status).toBe(429);
    expect(refused.headers['Retry-After']).toBe('40');
    limits.countCall('10.0.0.2');
    wait(40_000);
    limits.countCall('10.0.0.1');
  });

  it('counts an IPv6 network as one address, others apart', () => {
    const limits = authLimits(clock().now);
    for (let i = 0; i < 60; i++) limits.countCall(`2001:db8::${i.toString(16)}`);
    refusal(() => limits.countCall('2001:db8:0:0:ffff::1'));
    limits.countCall('2001:db8:0:1::1');
    limits.countCall('::ffff:10.0.0.1');
    limits.countCall('::ffff:10.0.0.2');
  });
});

describe('failures of one address on one account', () => {
  it('stops the eleventh within 15 minutes, whatever it would bring', () => {
    const { now, wait } = clock();
    const limits = authLimits(now);
    for (let i = 0; i < 10; i++) limits.countAttempt('10.0.0.1', 'ana');
    refusal(() => limits.countAttempt('10.0.0.1', 'ana'));
    limits.countAttempt('10.0.0.1', 'berta');
    limits.countAttempt('10.0.0.2', 'ana');
    wait(900_000);
    limits.countAttempt('10.0.0.1', 'ana');
  });

  it('does not count successes', () => {
    const limits = authLimits(clock().now);
    for (let i = 0; i < 50; i++) limits.countAttempt('10.0.0.1', 'ana')();
    for (let i = 0; i < 10; i++) limits.countAttempt('10.0.0.1', 'ana');
    refusal(() => limits.countAttempt('10.0.0.1', 'ana'));
  });
});
