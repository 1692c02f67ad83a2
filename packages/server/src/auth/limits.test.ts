import { describe, expect, it } from 'vitest';
import { TooManyRequestsError } from '../errors.js';
import { type AuthLimits, authLimits } from './limits.js';

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
  const fails = async (): Promise<null> => null;
  const succeeds = async (): Promise<string> => 'in';
  const ana = { address: '10.0.0.1', account: 'ana' };

  async function failTenTimes(limits: AuthLimits): Promise<void> {
    for (let i = 0; i < 10; i++) expect(await limits.attempt(ana, fails)).toBeNull();
    await expect(limits.attempt(ana, succeeds)).rejects.toBeInstanceOf(TooManyRequestsError);
  }

  it('stops the eleventh within 15 minutes, whatever it would bring', async () => {
    const { now, wait } = clock();
    const limits = authLimits(now);
    await failTenTimes(limits);
    expect(await limits.attempt({ ...ana, account: 'berta' }, succeeds)).toBe('in');
    expect(await limits.attempt({ ...ana, address: '10.0.0.2' }, succeeds)).toBe('in');
    wait(900_000);
    expect(await limits.attempt(ana, succeeds)).toBe('in');
  });

  it('counts neither successes nor what failed for another reason', async () => {
    const limits = authLimits(clock().now);
    for (let i = 0; i < 50; i++) await limits.attempt(ana, succeeds);
    for (let i = 0; i < 50; i++)
      await expect(
        limits.attempt(ana, async () => {
          throw new Error('busy');
        }),
      ).rejects.toThrow('busy');
    await failTenTimes(limits);
  });

  it('counts attempts that are still under way, and takes them back when they succeed', async () => {
    const { now, wait } = clock();
    const limits = authLimits(now);
    const ends: (() => void)[] = [];
    const attempts = Array.from({ length: 10 }, () => {
      wait(1);
      return limits.attempt<string>(
        ana,
        () => new Promise((resolve) => ends.push(() => resolve('in'))),
      );
    });
    await expect(limits.attempt(ana, succeeds)).rejects.toBeInstanceOf(TooManyRequestsError);
    for (const end of ends) end();
    await Promise.all(attempts);
    await failTenTimes(limits);
  });
});
