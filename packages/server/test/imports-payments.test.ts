import { beforeEach, describe, expect, it } from 'vitest';
import { importsUnderTest } from './imports.js';
import type { Answer } from './server.js';

const { counts, get, refusal, server } = importsUnderTest();

describe('payments from CSV', () => {
  beforeEach(() => counts('customers', 'referenceId\nana\nbia\n'));

  const header = 'customer,amountDue,amountPaid,dueDate,date,loan,openedOn,restructured,currency\n';

  it('are created with their receipts', async () => {
    const file = `${header}ana,100.10,100.10,2026-01-10,2026-01-12,L1,2025-12-10,true,BRL
ana,100.10,40,2026-02-10,2026-02-12,L1,2025-12-10,,
bia,7,,2026-03-10,,,,0,
,12.5,0,2026-03-10,2026-03-11,,,,
`;
    expect(await counts('payments', file)).toEqual([4, 0, 0]);
    const payments = await get('/payments');
    expect(payments[0]).toMatchObject({
      customer: { referenceId: 'ana' },
      amountDue: 100.1,
      amountPaid: 100.1,
      loan: 'L1',
      openedOn: '2025-12-10',
      restructured: true,
      currency: 'BRL',
      receipts: [{ amount: 100.1, receivedOn: '2026-01-12' }],
    });
    expect(payments[1]).toMatchObject({ restructured: false, currency: null });
    expect(payments[2].receipts).toMatchObject([{ amount: 0, receivedOn: null }]);
    expect(payments[3]).toMatchObject({ customer: null, date: '2026-03-11' });
    expect(payments[3].receipts).toMatchObject([{ amount: 0, receivedOn: null }]);
    expect(await counts('payments', file)).toEqual([0, 0, 4]);
    expect(await get('/payments')).toEqual(payments);
  });

  it('that look the same are told apart by how many there are', async () => {
    const twins = 'customer,amountDue,dueDate\nana,10,2026-01-01\nana,10.00,2026-01-01\n';
    expect(await counts('payments', twins)).toEqual([2, 0, 0]);
    expect(await counts('payments', twins)).toEqual([0, 0, 2]);
    expect(await counts('payments', `${twins}ana,10,2026-01-01\n`)).toEqual([1, 0, 2]);
    const paid =
      'customer,amountDue,dueDate,amountPaid,date\nana,10,2026-01-01,,\nana,10,2026-01-01,10,2026-01-02\n';
    expect(await counts('payments', paid)).toEqual([0, 1, 1]);
    const payments = await get('/payments');
    expect(payments.map(({ amountPaid }: { amountPaid: number }) => amountPaid)).toEqual([
      0, 10, 0,
    ]);
  });

  it('add a receipt when the file says that more was paid, as a PUT does', async () => {
    const file = (paid: string) =>
      `customer,amountDue,amountPaid,dueDate,date\nana,100,${paid}\nbia,100,0,2026-03-01,\n`;
    await counts('payments', file('0,2026-03-01,'));
    expect(await counts('payments', file('60,2026-03-01,2026-03-05'))).toEqual([0, 1, 1]);
    expect(await counts('payments', file('100,2026-03-01,2026-05-20'))).toEqual([0, 1, 1]);
    expect(await counts('payments', file('95,2026-03-01,'))).toEqual([0, 1, 1]);
    const [{ id, receipts }] = await get('/payments?customer=ana');
    const pairs = receipts.map((receipt: Answer['body']) => [receipt.amount, receipt.receivedOn]);
    expect(pairs).toEqual([
      [0, null],
      [60, '2026-03-05'],
      [40, '2026-05-20'],
      [-5, '2026-05-20'],
    ]);
    const put = await server().call('PUT', `/payments/${id}`, {
      token: server().analyst.token,
      body: { amountPaid: 100, date: '2026-06-01' },
    });
    expect(put.body.receipts).toHaveLength(5);
  });

  it('are known by externalId where they have one, whatever else changes', async () => {
    await counts('payments', 'externalId,customer,amountDue,dueDate\nE1,ana,10,2026-01-01\n');
    expect(await counts('payments', 'externalId,amountPaid,date\nE1,4,2026-01-03\n')).toEqual([
      0, 1, 0,
    ]);
    expect(
      await counts(
        'payments',
        'externalId,customer,amountDue,dueDate\nE1,bia,12,2026-01-02\nE2,bia,12,2026-01-02\n,bia,12,2026-01-02\n',
      ),
    ).toEqual([2, 1, 0]);
    const [payment] = await get('/payments?externalId=E1');
    expect(payment).toMatchObject({
      customer: { referenceId: 'bia' },
      amountDue: 12,
      amountPaid: 4,
      date: '2026-01-03',
      dueDate: '2026-01-02',
    });
  });

  it('name their customer by id or reference', async () => {
    const { id } = await get('/customers/ana');
    const file = `customer,amountDue,dueDate\n${id},1,2026-01-01\nana,1,2026-01-01\n`;
    expect(await counts('payments', file)).toEqual([2, 0, 0]);
    expect(await get('/payments/count?customer=ana')).toEqual({ count: 2 });
  });

  it.each([
    ['nobody,1,0,2026-01-01,,,,,', 'customer'],
    ['0190a3b2-7c4d-7e5f-8a1b-2c3d4e5f6a7b,1,0,2026-01-01,,,,,', 'customer'],
    ['ana,,0,2026-01-01,,,,,', 'amountDue'],
    ['ana,1,0,,,,,,', 'dueDate'],
    ['ana,100.000,0,2026-01-01,,,,,', 'amountDue'],
    ['ana,"1,50",0,2026-01-01,,,,,', 'amountDue'],
    ['ana,$1,0,2026-01-01,,,,,', 'amountDue'],
    ['ana,-1,0,2026-01-01,,,,,', 'amountDue'],
    ['ana,1e3,0,2026-01-01,,,,,', 'amountDue'],
    ['ana,1234567890123,0,2026-01-01,,,,,', 'amountDue'],
    ['ana,1,1,2026-01-01,,,,,', 'date'],
    ['ana,1,0.001,2026-01-01,,,,,', 'amountPaid'],
    ['ana,1,0,01/02/2026,,,,,', 'dueDate'],
    ['ana,1,0,2026-02-29,,,,,', 'dueDate'],
    ['ana,1,0,1026-02-01,,,,,', 'dueDate'],
    ['ana,1,1,2026-02-01,later,,,,', 'date'],
    ['ana,1,0,2026-02-01,,,yesterday,,', 'openedOn'],
    ['ana,1,0,2026-02-01,,,,sim,', 'restructured'],
    ['ana,1,0,2026-02-01,,,,,R$', 'currency'],
    [`ana,1,0,2026-02-01,,${'x'.repeat(129)},,,`, 'loan'],
    ['ana,1,0,2026-02-01,,a\0b,,,', 'loan'],
  ])('refuse %j naming %s and store nothing', async (row, field) => {
    const errors = await refusal('payments', `${header}bia,1,0,2026-01-01,,,,,\n${row}\n`);
    expect(errors).toMatchObject([{ row: 2, field, message: expect.any(String) }]);
  });

  it('refuse a new payment that an externalId alone does not describe, and the same one twice', async () => {
    const file = 'externalId,amountDue,dueDate\nE1,,\nE2,1,2026-01-01\nE2,2,2026-01-01\n';
    expect(await refusal('payments', file)).toMatchObject([
      { row: 1, field: 'amountDue' },
      { row: 1, field: 'dueDate' },
      { row: 3, field: 'externalId', value: 'E2' },
    ]);
  });
});
