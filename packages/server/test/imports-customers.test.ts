import { describe, expect, it } from 'vitest';
import { importsUnderTest } from './imports.js';

const { counts, get, refusal, upload } = importsUnderTest();

describe('customers from CSV', () => {
  it('are created with typed fields and attributes', async () => {
    const file = [
      'referenceId,dateOfBirth,gender,maritalStatus,addressCity,income,attributes.zip,"tipo de empleo",vip',
      '1,1990-01-31,female,married,"São Paulo, SP",1200.50,01310,asalariada,true',
      '2,,,,,,,,',
      '3,,male,,"says ""hi""\nthere",-3,12345678901234567890,,0',
    ].join('\r\n');
    expect(await counts('customers', file)).toEqual([3, 0, 0]);
    const [one, two, three] = await get('/customers');
    expect(one).toMatchObject({
      referenceId: '1',
      uuid: one.id,
      dateOfBirth: '1990-01-31',
      gender: 'female',
      maritalStatus: 'married',
      addressCity: 'São Paulo, SP',
      created_by: 'analyst',
      attributes: { income: 1200.5, zip: '01310', 'tipo de empleo': 'asalariada', vip: true },
    });
    expect(two).toMatchObject({ referenceId: '2', gender: null, attributes: {} });
    expect(three.addressCity).toBe('says "hi"\nthere');
    expect(three.attributes).toEqual({ income: -3, zip: '12345678901234567890', vip: 0 });
  });

  it('are unchanged by the same file, and changed only by cells that hold something', async () => {
    const file = 'referenceId,gender,income,job\n1,female,100,cook\n2,male,200,\n';
    expect(await counts('customers', file)).toEqual([2, 0, 0]);
    const before = await get('/customers');
    expect(await counts('customers', file)).toEqual([0, 0, 2]);
    expect(await get('/customers')).toEqual(before);
    expect(await counts('customers', 'referenceId,gender,income,job\n1,,150,\n3,,,\n')).toEqual([
      1, 1, 0,
    ]);
    const [one] = await get('/customers?referenceId=1');
    expect(one).toMatchObject({ gender: 'female', attributes: { income: 150, job: 'cook' } });
  });

  it('may carry a byte order mark and blank lines', async () => {
    expect(await counts('customers', '\ufeffreferenceId\r\n\r\n1\r\n\r\n2\r\n\r\n')).toEqual([
      2, 0, 0,
    ]);
  });

  it('are none in a file of a header alone', async () => {
    expect(await counts('customers', 'referenceId,gender\n')).toEqual([0, 0, 0]);
  });

  it('are refused with every wrong cell named, in the order of the file', async () => {
    const file = [
      'referenceId,dateOfBirth,gender,uuid',
      '1,1990-02-30,female,',
      ',,,',
      '3,,f,no spaces',
      '4,,male,',
      '4,,,',
      '5,,',
      '6,,,,',
      ` 7,,,`,
    ].join('\n');
    const errors = await refusal('customers', file);
    expect(errors.map(({ row, field, value }) => [row, field, value])).toEqual([
      [1, 'dateOfBirth', '1990-02-30'],
      [2, 'referenceId', null],
      [3, 'uuid', 'no spaces'],
      [3, 'gender', 'f'],
      [5, 'referenceId', '4'],
      [6, null, null],
      [7, null, null],
      [8, 'referenceId', ' 7'],
    ]);
    for (const { message } of errors) expect(message.length).toBeGreaterThan(5);
  });

  it('are refused when their uuid is taken', async () => {
    await counts('customers', 'referenceId,uuid\n1,mine\n');
    expect(await refusal('customers', 'referenceId,uuid\n2,mine\n3,twin\n4,twin\n')).toMatchObject([
      { row: 1, field: 'uuid', value: 'mine' },
      { row: 3, field: 'uuid', value: 'twin' },
    ]);
    expect(await counts('customers', 'referenceId,uuid\n1,mine\n')).toEqual([0, 0, 1]);
    expect(await counts('customers', 'referenceId,uuid\n1,other\n')).toEqual([0, 1, 0]);
  });

  it('count every rejected row and list the first hundred errors', async () => {
    const rows = Array.from({ length: 250 }, (_, i) => `${i},${i % 2 === 0 ? 'x' : 'male'}`);
    const answer = await upload('customers', ['referenceId,gender', ...rows].join('\n'));
    expect(answer.status).toBe(400);
    expect(answer.body.rejected).toBe(125);
    expect(answer.body.errors).toHaveLength(100);
    expect(answer.body.errors[99].row).toBe(199);
  });
});
