import { describe, expect, it } from 'vitest';
import { dumpDatabase } from './dump.js';
import { importsUnderTest } from './imports.js';

const { refusal, server, upload } = importsUnderTest({ MAIA_IMPORT_BYTES_MAX: '6000000' });

describe('a file that cannot be read', () => {
  it.each([
    ['an empty file', 'customers', '', null],
    ['a byte order mark alone', 'customers', '\ufeff', null],
    ['a missing column', 'customers', 'gender\nmale\n', 'referenceId'],
    ['semicolons', 'customers', 'referenceId;gender\n1;male\n', 'referenceId;gender'],
    ['an unknown column', 'payments', 'amountDue,dueDate,colour\n1,2026-01-01,red\n', 'colour'],
    ['a column twice', 'customers', 'referenceId,income,attributes.income\n1,2,3\n', 'income'],
    ['a column without a name', 'customers', 'referenceId,\n1,2\n', ''],
    ['a column of the server', 'customers', 'referenceId,id\n1,2\n', 'id'],
    ['a prototype', 'customers', 'referenceId,__proto__\n1,2\n', '__proto__'],
    ['attributes as a whole', 'customers', 'referenceId,attributes.\n1,2\n', 'attributes.'],
  ])('because of %s', async (_, collection, body, field) => {
    expect(await refusal(collection, body)).toMatchObject([{ row: null, field }]);
  });

  it.each([
    ['an open quote', 'referenceId\n1\n"2\n3\n', 2],
    ['text after a quote', 'referenceId\n1\n"2"x\n', 2],
    ['a quote within a cell', 'referenceId\n1\n2"x"\n', 2],
    ['a cell beyond all measure', `referenceId\n1\n2${'x'.repeat(3_000_000)}\n`, 2],
  ])('because of %s, with the row', async (_, body, row) => {
    expect(await refusal('customers', body)).toMatchObject([
      { row, field: null, message: expect.stringContaining(`Row ${row}`) },
    ]);
  });

  it('because it is not UTF-8', async () => {
    const latin = Buffer.from('referenceId,addressCity\n1,Bogot\xe1\n', 'latin1');
    expect(await refusal('customers', latin)).toMatchObject([
      { row: null, message: expect.stringContaining('UTF-8') },
    ]);
  });

  it.each([
    [415, { 'content-type': 'application/json' }, '{}'],
    [415, { 'content-type': 'application/x-ndjson; charset=latin1' }, '{}'],
    [415, { 'content-type': 'text/csv; charset=latin1' }, 'referenceId\n1\n'],
    [415, { 'content-encoding': 'br' }, 'referenceId\n1\n'],
  ])('answers %i to %j', async (status, headers, body) => {
    expect(await upload('customers', body, { headers })).toMatchObject({
      status,
      body: { code: status, requestId: expect.any(String) },
    });
  });

  it('is a 413 above the limit, whether or not it says how long it is', async () => {
    const before = await dumpDatabase(server().context);
    const body = `referenceId\n${`${'x'.repeat(99)}\n`.repeat(70_000)}`;
    expect((await upload('customers', body)).status).toBe(413);
    const request: RequestInit & { duplex: 'half' } = {
      method: 'POST',
      headers: { authorization: `Bearer ${server().analyst.token}`, 'content-type': 'text/csv' },
      body: new Blob([body]).stream(),
      duplex: 'half',
    };
    const chunked = await fetch(`${server().url}/customers/import`, request);
    expect(chunked.status).toBe(413);
    expect(await dumpDatabase(server().context)).toEqual(before);
  });

  it('has no parameters but dryRun and onError', async () => {
    for (const [query, field] of [
      ['?onError=ignore', 'onError'],
      ['?skip=true', 'skip'],
      ['?dryRun=maybe', 'dryRun'],
    ])
      expect(await upload('customers', 'referenceId\n1\n', { query })).toMatchObject({
        status: 400,
        body: { errors: [{ field }] },
      });
  });
});
