import { buildClientSchema, getIntrospectionQuery } from 'graphql';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Answer, type Person, startTestServer, type TestServer } from './server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  for (const referenceId of ['A1', 'B2', 'C3']) await makeCustomer(referenceId);
}, 60_000);
afterAll(() => server.close());

function ask(query: string, variables: object = {}, person: Person = server.analyst) {
  return server.call('POST', '/graphql', { token: person.token, body: { query, variables } });
}

const codesOf = ({ body }: Answer): string[] =>
  body.errors.map((error: { extensions: { code: string } }) => error.extensions.code);

/** A customer with three payments and an outcome, made by mutations. */
async function makeCustomer(referenceId: string): Promise<void> {
  const customer = { referenceId, gender: 'female', attributes: { income: 1200 } };
  await ask(
    `mutation ($customer: CustomerInput!, $outcome: OutcomeInput!) {
      createCustomer(input: { data: $customer }) { customer { id } }
      ${[1, 2, 3].map(
        (month) => `p${month}: createPayment(input: { data: { customer: "${referenceId}",
        amountDue: ${month}00.5, dueDate: "2026-0${month}-10" } }) { payment { id } }`,
      )}
      createOutcome(input: { data: $outcome }) { outcome { id } }
    }`,
    { customer, outcome: { customer: referenceId, asOf: '2026-06-30', bad: false } },
  );
}

/** How many statements the database gets while something is done. */
async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  const spy = vi.spyOn(pg.Client.prototype, 'query');
  try {
    await work();
    return spy.mock.calls.length;
  } finally {
    spy.mockRestore();
  }
}

describe('reading', () => {
  it('lists with limit, start, sort and the filters of REST', async () => {
    const { status, body } = await ask(
      `query ($where: JSON) {
        payments(sort: "amountDue:DESC,customer.referenceId:ASC", start: 1, limit: 2, where: $where) {
          amountDue dueDate date restructured customer { referenceId gender attributes }
        }
      }`,
      {
        where: { amountDue_gte: 200, _or: [{ 'customer.referenceId': 'A1' }, { customer: 'C3' }] },
      },
    );
    expect(body.errors).toBeUndefined();
    expect(status).toBe(200);
    const customer = { gender: 'female', attributes: { income: 1200 } };
    const payment = { date: null, restructured: false };
    expect(body.data.payments).toEqual([
      {
        ...payment,
        amountDue: 300.5,
        dueDate: '2026-03-10',
        customer: { ...customer, referenceId: 'C3' },
      },
      {
        ...payment,
        amountDue: 200.5,
        dueDate: '2026-02-10',
        customer: { ...customer, referenceId: 'A1' },
      },
    ]);
  });

  it('takes filters written into the query', async () => {
    const { body } = await ask(
      '{ customers(where: { referenceId_in: ["A1", "C3"] }) { referenceId } }',
    );
    expect(body.data.customers).toEqual([{ referenceId: 'A1' }, { referenceId: 'C3' }]);
  });

  it('answers a connection with the count of all and the values of a page', async () => {
    const { body } = await ask(
      '{ customersConnection(limit: 1, where: { referenceId_ne: "A1" }) { aggregate { count } values { referenceId } } }',
    );
    expect(body.data.customersConnection).toEqual({
      aggregate: { count: 2 },
      values: [{ referenceId: 'B2' }],
    });
  });

  it('finds one record by any of its names', async () => {
    const { body } = await ask(
      '{ customer(id: "B2") { referenceId payments(limit: 2, sort: "dueDate:desc") { amountDue receipts { amount } } outcomes { bad asOf } reports { uuid } } }',
    );
    expect(body.data.customer).toEqual({
      referenceId: 'B2',
      payments: [
        { amountDue: 300.5, receipts: [{ amount: 0 }] },
        { amountDue: 200.5, receipts: [{ amount: 0 }] },
      ],
      outcomes: [{ bad: false, asOf: '2026-06-30' }],
      reports: [],
    });
  });

  it('shows users with role and reports, roles, trainings, files and the company to administrators', async () => {
    const { body } = await ask(
      `{ me { username role { type users } reports { uuid } }
         users(sort: "username") { username role { name } }
         usersConnection { aggregate { count } }
         roles(where: { type: "analyst" }) { name users { username } permissions { id enabled } }
         trainings { status options { algorithm } metrics }
         reports { uuid score users_permissions_user { username } customer { referenceId } }
         filesConnection { aggregate { count } }
         company { Name settings { locale } } }`,
      {},
      server.administrator,
    );
    expect(body.errors).toBeUndefined();
    expect(body.data.me.role).toEqual({ type: 'administrator', users: ['admin'] });
    expect(body.data.users.map((user: { username: string }) => user.username)).toEqual([
      'admin',
      'analyst',
      'plain',
    ]);
    expect(body.data.usersConnection.aggregate.count).toBe(3);
    expect(body.data.roles[0].users).toEqual([{ username: 'analyst' }]);
    expect(body.data.company.Name).toBe('Company');
  });

  it('follows relations by one query each, however many records there are', async () => {
    const query = `query ($limit: Int!) {
      customers(limit: $limit) { payments(limit: 2) { amountDue customer { referenceId payments { id } } }
        outcomes { customer { id } } reports { id } }
      roles(limit: $limit) { users { username } }
    }`;
    const asked = (limit: number) =>
      statementsOf(() => ask(query, { limit }, server.administrator));
    const one = await asked(1);
    expect(one).toBeGreaterThan(6);
    expect(await asked(3)).toBe(one);
    const { body } = await ask(query, { limit: 3 }, server.administrator);
    const shown = body.data.customers.map(({ payments }: { payments: { customer: object }[] }) =>
      payments.map(({ customer }) => customer),
    );
    expect(shown.map((page: object[]) => page.length)).toEqual([2, 2, 2]);
    expect(
      shown.flat().every((customer: { payments: object[] }) => customer.payments.length === 3),
    ).toBe(true);
  });
});

describe('changing', () => {
  it('creates, changes and deletes by the rules of REST, and writes the log', async () => {
    const made = await ask(
      'mutation { createCustomer(input: { data: { referenceId: "T9", gender: male } }) { customer { id gender created_by } } }',
    );
    const { id, ...shown } = made.body.data.createCustomer.customer;
    expect(shown).toEqual({ gender: 'male', created_by: 'analyst' });
    const changed = await ask(
      'mutation ($id: ID!, $data: editCustomerInput!) { updateCustomer(input: { where: { id: $id }, data: $data }) { customer { gender attributes } } }',
      { id, data: { gender: null, attributes: { product: 'card' } } },
    );
    expect(changed.body.data.updateCustomer.customer).toEqual({
      gender: null,
      attributes: { product: 'card' },
    });
    const removed = await ask(
      'mutation ($id: ID!) { deleteCustomer(input: { where: { id: $id } }) { customer { referenceId } } }',
      { id },
    );
    expect(removed.body.data.deleteCustomer.customer).toEqual({ referenceId: 'T9' });
    const { rows } = await server.context.db.pool.query(
      'select action from logs where resource_id = $1 order by id',
      [id],
    );
    expect(rows.map((row) => row.action)).toEqual(['create', 'update', 'delete']);
  });

  it('refuses as REST does, with its answer in the extensions', async () => {
    const again = await ask(
      'mutation { createCustomer(input: { data: { referenceId: "A1" } }) { customer { id } } }',
    );
    expect(again.body.data).toBeNull();
    expect(again.body.errors[0].extensions).toMatchObject({
      code: 'CONFLICT',
      status: 409,
      errors: [{ field: 'referenceId', message: 'belongs to another customer already' }],
      requestId: expect.any(String),
    });
    const wrong = await ask(
      'mutation { createPayment(input: { data: { amountDue: -1, dueDate: "2026-02-30" } }) { payment { id } } }',
    );
    expect(codesOf(wrong)).toEqual(['BAD_USER_INPUT']);
    expect(
      wrong.body.errors[0].extensions.errors.map((error: { field: string }) => error.field).sort(),
    ).toEqual(['amountDue', 'dueDate']);
    const missing = await ask('{ payment(id: "nothing") { id } }');
    expect(codesOf(missing)).toEqual(['NOT_FOUND']);
    expect(missing.body.data).toBeNull();
    const unknown = await ask('{ payments(where: { password: "x" }) { id } }');
    expect(codesOf(unknown)).toEqual(['BAD_USER_INPUT']);
  });

  it('makes, changes and deletes users and roles for administrators', async () => {
    const { body } = await ask(
      `mutation {
        createRole(input: { data: { name: "Auditors", permissions: ["application.logs.find"] } }) { role { id type } }
        createUser(input: { data: { username: "graph", email: "graph@example.com", password: "a long pass phrase", role: "auditors" } }) { user { id role { type } } }
        updateCompany(input: { data: { Name: "Banco" } }) { company { Name } }
      }`,
      {},
      server.administrator,
    );
    expect(body.errors).toBeUndefined();
    expect(body.data.createUser.user.role).toEqual({ type: 'auditors' });
    expect(body.data.updateCompany.company).toEqual({ Name: 'Banco' });
    const gone = await ask(
      `mutation { deleteUser(input: { where: { id: "${body.data.createUser.user.id}" } }) { user { username } }
        deleteRole(input: { where: { id: "${body.data.createRole.role.id}" } }) { role { name } } }`,
      {},
      server.administrator,
    );
    expect(gone.body.data).toEqual({
      deleteUser: { user: { username: 'graph' } },
      deleteRole: { role: { name: 'Auditors' } },
    });
  });
});

describe('protection', () => {
  it('refuses callers without a token, in its own shape', async () => {
    const answer = await server.call('POST', '/graphql', { body: { query: '{ __typename }' } });
    expect(answer.status).toBe(403);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expect(answer.body.data).toBeNull();
    expect(codesOf(answer)).toEqual(['FORBIDDEN']);
  });

  it.each([
    '{ users { id } }',
    '{ me { username } customers { id } }',
    '{ customersConnection { aggregate { count } } }',
    'query { ...All } fragment All on Query { payments { id } }',
    'mutation { createCustomer(input: { data: { referenceId: "Z" } }) { customer { id } } }',
    'mutation { deleteUser(input: { where: { id: "x" } }) { user { id } } }',
    '{ customers { nothing } }',
  ])('gives no data to who lacks a permission: %s', async (query) => {
    const answer = await ask(query, {}, server.user);
    expect(answer.body.data).toBeNull();
    expect(codesOf(answer)).toEqual(['FORBIDDEN']);
  });

  it('asks for the permission of what a relation leads to', async () => {
    const type = 'payments_only';
    await server.call('POST', '/users-permissions/roles', {
      token: server.administrator.token,
      body: { name: 'Payments only', type, permissions: ['application.payments.find'] },
    });
    const person = await server.signUp('payments-only', type);
    expect(
      (await ask('{ payments(limit: 1) { amountDue } }', {}, person)).body.errors,
    ).toBeUndefined();
    const answer = await ask('{ payments { customer { gender } } }', {}, person);
    expect(answer.body.data).toBeNull();
    expect(codesOf(answer)).toEqual(['FORBIDDEN']);
  });

  it('lets people change their own name and nothing beyond', async () => {
    const change = (data: string, id: string) =>
      ask(
        `mutation { updateUser(input: { where: { id: "${id}" }, data: ${data} }) { user { username } } }`,
        {},
        server.user,
      );
    const renamed = await change('{ username: "plainer" }', server.user.id);
    expect(renamed.body.data.updateUser.user).toEqual({ username: 'plainer' });
    for (const answer of [
      await change('{ role: "administrator" }', server.user.id),
      await change('{ username: "mine" }', server.analyst.id),
    ]) {
      expect(answer.body.data).toBeNull();
      expect(codesOf(answer)).toEqual(['FORBIDDEN']);
    }
  });

  it.each([
    [
      'depth',
      `{ customers(limit: 1) { ${'payments(limit: 1) { customer { '.repeat(5)} id ${'} }'.repeat(5)} } }`,
    ],
    ['lists in lists', '{ customers(limit: 1000) { payments(limit: 1000) { id } } }'],
    ['all of all', '{ customers(limit: -1) { payments(limit: -1) { id } } }'],
    [
      'aliases',
      `{ ${Array.from({ length: 150 }, (_, i) => `a${i}: customers(limit: 1000) { id }`).join(' ')} }`,
    ],
    [
      'mutations',
      `mutation { ${Array.from({ length: 120 }, (_, i) => `a${i}: cancelTraining(input: { where: { id: "x" } }) { training { id } }`).join(' ')} }`,
    ],
    ['cyclic fragments', '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }'],
    [
      'exponential fragments',
      `{ ...F0 } ${Array.from({ length: 30 }, (_, i) => `fragment F${i} on Query { a: __typename ...F${i + 1} ...F${i + 1} }`).join(' ')} fragment F30 on Query { __typename }`,
    ],
    ['length', `{ ${'__typename '.repeat(3000)} }`],
    [
      'introspection in circles',
      '{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }',
    ],
  ])('bounds %s', async (_, query) => {
    const answer = await ask(query);
    expect(answer.status).toBe(400);
    expect(answer.body.data).toBeNull();
    expect(new Set(codesOf(answer))).toEqual(new Set(['BAD_USER_INPUT']));
  });

  it('shows a deleted record only to who may read it', async () => {
    const type = 'deletes_only';
    await server.call('POST', '/users-permissions/roles', {
      token: server.administrator.token,
      body: { name: 'Deletes only', type, permissions: ['application.customers.delete'] },
    });
    const person = await server.signUp('deletes-only', type);
    const remove = (shown: string) =>
      ask(`mutation { deleteCustomer(input: { where: { id: "C3" } }) { ${shown} } }`, {}, person);
    expect(codesOf(await remove('customer { gender }'))).toEqual(['FORBIDDEN']);
    const { body } = await remove('__typename');
    expect(body).toEqual({ data: { deleteCustomer: { __typename: 'deleteCustomerPayload' } } });
  });

  it.each([
    ['{ customer(id: "\\u0000") { id } }', {}],
    ['{ customers(where: { referenceId: "\\u0000" }) { id } }', {}],
    ['{ customers(where: { __proto__: { a: 1 } }) { id } }', {}],
    ['{ customers(where: { constructor_in: [[1]] }) { id } }', {}],
    ['{ customers(where: "x") { id } }', {}],
    ['{ customers(where: [[[[[[[[[[1]]]]]]]]]]) { id } }', {}],

    ['{ customers(start: -1) { id } }', {}],
    ['{ customers(sort: "__proto__:ASC") { id } }', {}],
    ['{ customers { payments(where: { nothing: 1 }) { id } } }', {}],
    ['query ($limit: Int) { customers(limit: $limit) { id } }', { limit: { value: 1e9 } }],
    [
      'query ($limit: Int) { customers(limit: $limit) { id payments { id } } }',
      { limit: { toString: 1, valueOf: null } },
    ],
    ['query ($where: JSON) { customers(where: $where) { id } }', { where: { id_in: [null, {}] } }],
    ['{ toString { id } }', {}],
    ['mutation { createPayment(input: null) { payment { id } } }', {}],
    [
      'mutation { createReport(input: { data: { vector: { payments: [1] } } }) { report { id } } }',
      {},
    ],
  ])('tells what is wrong with %s', async (query, variables) => {
    const answer = await ask(query, variables);
    expect(answer.status).toBeLessThan(500);
    for (const code of codesOf(answer)) expect(['BAD_USER_INPUT', 'NOT_FOUND']).toContain(code);
  });

  it('describes itself to whoever is signed in', async () => {
    const { body } = await ask(getIntrospectionQuery(), {}, server.user);
    const schema = buildClientSchema(body.data);
    expect(schema.getQueryType()?.getFields()).toHaveProperty('paymentsConnection');
    expect(schema.getMutationType()?.getFields()).toHaveProperty('activateTraining');
    expect(schema.getType('ENUM_CUSTOMER_MARITALSTATUS')).toBeDefined();
  });

  it.each([
    [415, 'application/x-www-form-urlencoded', '{"query":"{ __typename }"}'],
    [415, 'application/graphql', '{ __typename }'],
    [400, 'application/json', '{"query":'],
    [400, 'application/json', '{}'],
    [400, 'application/json', '{"query":"{ customers { nothing } }"}'],
    [400, 'application/json', '{"query":"query A { __typename } query B { __typename }"}'],
    [400, 'application/json', '{"query":"subscription { customers { id } }"}'],
    [
      400,
      'application/json',
      '{"query":"query ($n: Int!) { customers(limit: $n) { id } }","variables":{"n":"x"}}',
    ],
  ])('answers %d to %s %s', async (status, type, body) => {
    const answer = await server.call('POST', '/graphql', {
      token: server.analyst.token,
      headers: { 'content-type': type },
      body,
    });
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ data: null, errors: [{ message: expect.any(String) }] });
  });
});
