import { beforeEach, describe, expect, it } from 'vitest';
import { importsUnderTest } from './imports.js';

const { counts, get, refusal } = importsUnderTest();

describe('outcomes from CSV', () => {
  beforeEach(() => counts('customers', 'referenceId\nana\nbia\n'));

  it('are created, found again by customer and day, and changed', async () => {
    const file = 'customer,asOf,bad\nana,2025-09-30,1\nana,2025-10-31,false\nbia,2025-09-30,true\n';
    expect(await counts('outcomes', file)).toEqual([3, 0, 0]);
    expect(await counts('outcomes', file)).toEqual([0, 0, 3]);
    const more = 'customer,asOf,bad,observedUntil\nana,2025-09-30,0,\nbia,2025-09-30,,2026-09-30\n';
    expect(await counts('outcomes', more)).toEqual([0, 2, 0]);
    const outcomes = await get('/outcomes?asOf=2025-09-30');
    expect(outcomes).toMatchObject([
      { customer: { referenceId: 'ana' }, bad: false, observedUntil: null },
      { customer: { referenceId: 'bia' }, bad: true, observedUntil: '2026-09-30' },
    ]);
  });

  it('are refused with every wrong row named', async () => {
    const { id } = await get('/customers/ana');
    const file = [
      'customer,asOf,bad,observedUntil',
      'nobody,2025-09-30,1,',
      ',2025-09-30,1,',
      'ana,2025-09-31,1,',
      'ana,2025-09-30,yes,',
      'ana,2025-08-31,,',
      'ana,2025-07-31,1,',
      `${id},2025-07-31,0,`,
      'ana,2025-06-30,1,2025-06-29',
    ].join('\n');
    const errors = await refusal('outcomes', file);
    expect(errors.map(({ row, field }) => [row, field])).toEqual([
      [1, 'customer'],
      [2, 'customer'],
      [3, 'asOf'],
      [4, 'bad'],
      [5, 'bad'],
      [7, 'asOf'],
      [8, 'observedUntil'],
    ]);
  });
});
