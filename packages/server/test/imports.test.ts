import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { dumpDatabase } from './dump.js';
import { importsUnderTest } from './imports.js';

const { counts, get, server, upload } = importsUnderTest();

describe('an import', () => {
  it('only checks when asked to', async () => {
    await counts('customers', 'referenceId,gender\n1,male\n2,male\n');
    const before = await dumpDatabase(server().context);
    const file = 'referenceId,gender\n1,female\n2,male\n3,\n';
    const answer = await upload('customers', file, { query: '?dryRun=true' });
    expect(answer).toMatchObject({
      status: 200,
      body: { created: 1, updated: 1, unchanged: 1, rejected: 0 },
    });
    expect(await dumpDatabase(server().context)).toEqual(before);
  });

  it('is one line in the log, with the hash of the file and no person in it', async () => {
    const file = 'referenceId,gender\n1,male\n';
    await counts('customers', file);
    const { kysely } = server().context.db;
    const [entry] = await kysely
      .selectFrom('logs')
      .selectAll()
      .orderBy('id', 'desc')
      .limit(1)
      .execute();
    expect(entry).toMatchObject({
      action: 'import',
      resource: 'customers',
      actor: 'analyst',
      changes: {
        sha256: createHash('sha256').update(file).digest('hex'),
        created: 1,
        updated: 0,
        unchanged: 0,
      },
    });
  });

  it('of the same keys at the same time makes no duplicates', async () => {
    const customers = `referenceId\n${Array.from({ length: 500 }, (_, i) => i).join('\n')}`;
    const both = await Promise.all([1, 2, 3, 4].map(() => upload('customers', customers)));
    expect(both.map(({ body }) => body.created).toSorted((a, b) => a - b)).toEqual([0, 0, 0, 500]);
    const rows = Array.from({ length: 500 }, (_, i) => `${i},10,2026-01-01`);
    const payments = ['customer,amountDue,dueDate', ...rows].join('\n');
    const all = await Promise.all([1, 2, 3, 4].map(() => upload('payments', payments)));
    expect(all.map(({ body }) => body.created).toSorted((a, b) => a - b)).toEqual([0, 0, 0, 500]);
    expect(await get('/payments/count')).toEqual({ count: 500 });
  });

  it('that breaks off stores nothing and leaves the server well', async () => {
    const before = await dumpDatabase(server().context);
    const { port, hostname } = new URL(server().url);
    const socket = connect(Number(port), hostname);
    socket.write(
      `POST /customers/import HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${server().analyst.token}\r\nContent-Type: text/csv\r\nContent-Length: 100000\r\n\r\nreferenceId\n1\n2\n`,
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    socket.destroy();
    expect(await counts('customers', 'referenceId\nafter\n')).toEqual([1, 0, 0]);
    const after = await dumpDatabase(server().context);
    expect(after.payments).toEqual(before.payments);
    expect(after.customers).toMatch(/^1 rows/);
  });

  it('takes a hundred thousand payments', { timeout: 240_000 }, async () => {
    const references = Array.from({ length: 5_000 }, (_, i) => `c${i}`);
    await counts('customers', ['referenceId', ...references].join('\n'));
    const rows: string[] = ['customer,amountDue,amountPaid,dueDate,date'];
    for (const [i, reference] of references.entries())
      for (let month = 0; month < 20; month++) {
        const day = new Date(Date.UTC(2024, month, 10)).toISOString().slice(0, 10);
        rows.push(`${reference},${100 + i}.50,${100 + i}.50,${day},${day}`);
      }
    const file = rows.join('\n');
    expect(await counts('payments', file)).toEqual([100_000, 0, 0]);
    expect(await counts('payments', file)).toEqual([0, 0, 100_000]);
    const { rows: sums } = await server().context.db.pool.query(
      'select count(*) as n, sum(amount)::text as amount from receipts',
    );
    expect(sums[0]).toEqual({ n: 100_000, amount: '260000000.00' });
  });
});
