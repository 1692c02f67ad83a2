import { describe, expect, it } from 'vitest';
import { idGenerator, newId } from './ids.js';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

function countIncreases(ids: readonly string[]): number {
  return ids.slice(1).filter((id, index) => id > ids[index]).length;
}

describe('newId', () => {
  it('makes UUIDs version 7 of the present time', () => {
    const before = Date.now();
    const id = newId();
    expect(id).toMatch(UUID_V7);
    const milliseconds = Number.parseInt(id.replace('-', '').slice(0, 12), 16);
    expect(milliseconds).toBeGreaterThanOrEqual(before);
    expect(milliseconds).toBeLessThanOrEqual(Date.now());
  });

  it('grows strictly over many ids', () => {
    const ids = Array.from({ length: 50_000 }, () => newId());
    expect(countIncreases(ids)).toBe(ids.length - 1);
  });
});

describe('idGenerator', () => {
  const fillRandom = (bytes: Uint8Array) => bytes.fill(0xff);

  it('grows strictly when one millisecond needs more ids than its counter holds', () => {
    const next = idGenerator({ now: () => 1_700_000_000_000, fillRandom });
    const ids = Array.from({ length: 10_000 }, next);
    expect(countIncreases(ids)).toBe(ids.length - 1);
    expect(ids.every((id) => UUID_V7.test(id))).toBe(true);
  });

  it('grows strictly when the clock steps back', () => {
    const times = [5_000, 5_000, 4_000, 1_000, 5_001];
    let call = 0;
    const next = idGenerator({ now: () => 1_700_000_000_000 + times[call++], fillRandom });
    expect(countIncreases(times.map(next))).toBe(times.length - 1);
  });

  it('puts the random bytes where RFC 9562 wants them', () => {
    const next = idGenerator({ now: () => 0x0199_0000_0001, fillRandom });
    expect(next()).toBe('01990000-0001-77ff-bfff-ffffffffffff');
  });
});
