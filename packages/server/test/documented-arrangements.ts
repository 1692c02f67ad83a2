import type { Arrange, CallRow, World } from './documented-world.js';

export const RESET_TOKEN = '26f425d6-9269-442b-89ed-e35ba63bf9c0';
export const CONFIRMATION_TOKEN = 'eddc394a-8664-406e-852f-7a35d84a7fb7';
const REPORTS = ['maia-c6cbaa76ba8f', 'maia-3b5a054c593d', 'maia-f95a8582aea5'];
export const DAY = '2026-06-30';

export const nothing: Arrange = async () => ({});
const wrongFilter: Arrange = async () => ({ query: '?nosuchfield=1' });
export const wrongLanguage: Arrange = async (world) => ({
  params: { id: await world.report() },
  query: '?lang=tlh',
});

export const list: CallRow = { arrange: nothing, refusals: { 400: wrongFilter } };

export const person: Arrange = async (world) => ({
  params: { id: (await world.user('jlopez')).id },
});
export const borrower: Arrange = async (world) => {
  await world.customer('92442');
  return { params: { id: '92442' } };
};
/** The record that the example of a collection describes, made by that example. */
export const made =
  (collection: string, fields: object = {}): Arrange =>
  async (world) => {
    await world.customer('92442');
    return { params: { id: await world.made(collection, fields) } };
  };
export const withCustomers: Arrange = async (world) => {
  await world.customer('92442');
  await world.customer('96234');
  return {};
};
export const score: Arrange = async (world) => ({ params: { id: await world.report() } });

export const PAYMENT = { amountDue: 10, dueDate: '2026-05-05', externalId: 'CU-2026-0001' };
export const OUTCOME = { customer: '92442', asOf: DAY, bad: false };

/** A second record that wants what the example names and another record has. */
export function taken(collection: string, first: object, second: object): Arrange {
  return async (world) => {
    await world.customer('92442');
    await world.customer('96234');
    await world.made(collection, first);
    return { params: { id: await world.made(collection, second) } };
  };
}

/** A call that another transaction stops until it has changed what the call needs. */
export const overtaken =
  (statement: string): Arrange =>
  async (world) => {
    await world.customer('92442');
    return { heldBy: statement };
  };

/** The role and the reports that the example of PUT /users/{id} names. */
export async function namedRecords(world: World): Promise<void> {
  await world.role('string');
  for (const uuid of REPORTS) await world.report({ uuid });
}

export const lastAdministrator: Arrange = async ({ server }) => ({
  params: { id: server.administrator.id },
});

export const waitingReport: Arrange = async (world) => {
  await world.sql('delete from activations');
  return { params: { id: await world.report() } };
};

export const batch =
  (status: string): Arrange =>
  async (world) => ({ params: { id: await world.batch(status) } });

export const oneTimeToken =
  (column: 'reset' | 'confirmation', token: string): Arrange =>
  async (world) => {
    await world.oneTimeToken(column, token);
    return { params: { resetToken: RESET_TOKEN }, query: '' };
  };

/** An API token, found by its name. */
export async function apiToken({ server }: World): Promise<string> {
  const body = { name: 'core banking', permissions: ['application.reports.find'] };
  const { token } = server.administrator;
  return (await server.call('POST', '/auth/tokens', { token, body })).body.id;
}

export const file: Arrange = async ({ server }) => {
  const { token } = server.administrator;
  const body = { filename: 'a.csv', binaryUrl: 'data:text/csv,a' };
  const { body: files } = await server.call('POST', '/upload', { token, body });
  return { params: { id: files[0].id, query: 'csv' } };
};
