import { newId } from '../src/db/ids.js';
import { auth, users } from './documented-account-calls.js';
import {
  batch,
  borrower,
  DAY,
  file,
  list,
  made,
  nothing,
  OUTCOME,
  overtaken,
  PAYMENT,
  score,
  taken,
  waitingReport,
  withCustomers,
  wrongLanguage,
} from './documented-arrangements.js';
import type { Arrange, CallRow } from './documented-world.js';

const mutation = (referenceId: string): string => {
  const query = `mutation { createCustomer(input: { data: { referenceId: "${referenceId}" } }) { customer { id } } }`;
  return JSON.stringify({ query });
};

/** A mutation with a key, carried out. */
const keyedMutation: Arrange = async ({ server }) => {
  const sending = {
    body: mutation('92442'),
    headers: { 'idempotency-key': 'key-1', 'content-type': 'application/json' },
  };
  const { token } = server.administrator;
  const { body } = await server.call('POST', '/graphql', { token, ...sending });
  if (body.data === null) throw new Error(JSON.stringify(body));
  return sending;
};

const portfolio: Readonly<Record<string, CallRow>> = {
  listCompany: {},
  updateCompany: {},
  listCustomers: list,
  countCustomers: list,
  getCustomer: { arrange: borrower },
  createCustomer: { refusals: { 409: borrower } },
  updateCustomer: {
    arrange: borrower,
    refusals: {
      409: async (world) => {
        await world.customer('92442');
        return { params: { id: await world.made('customers', { referenceId: 'b' }) } };
      },
    },
  },
  deleteCustomer: { arrange: borrower },
  importCustomers: {
    refusals: {
      400: async () => ({ body: 'income\n1\n' }),
      409: async () => ({
        heldBy: `insert into customers (id, uuid, reference_id, attributes, published_at, created_by, updated_by, created_at, updated_at)
          values ('${newId()}', '${newId()}', '92442', '{}', now(), 'test', 'test', now(), now())`,
      }),
    },
  },
  listPayments: list,
  countPayments: list,
  getPayment: { arrange: made('payments', PAYMENT) },
  createPayment: { arrange: withCustomers, refusals: { 409: made('payments', PAYMENT) } },
  updatePayment: {
    arrange: made('payments', PAYMENT),
    refusals: { 409: taken('payments', PAYMENT, { ...PAYMENT, externalId: 'b' }) },
  },
  deletePayment: { arrange: made('payments', PAYMENT) },
  importPayments: {
    arrange: withCustomers,
    refusals: {
      400: async () => ({ body: 'customer\nnobody\n' }),
      409: overtaken(`delete from customers where reference_id = '92442'`),
    },
  },
  listOutcomes: list,
  countOutcomes: list,
  getOutcome: { arrange: made('outcomes', OUTCOME) },
  createOutcome: { arrange: withCustomers, refusals: { 409: made('outcomes', OUTCOME) } },
  updateOutcome: {
    arrange: made('outcomes', OUTCOME),
    refusals: { 409: taken('outcomes', OUTCOME, { ...OUTCOME, asOf: '2026-01-01' }) },
  },
  deleteOutcome: { arrange: made('outcomes', OUTCOME) },
  importOutcomes: {
    arrange: withCustomers,
    refusals: {
      400: async () => ({ body: 'customer\nnobody\n' }),
      409: overtaken(`delete from customers where reference_id = '92442'`),
    },
  },
  listUploadFiles: list,
  countUploadFiles: list,
  searchUpload: { arrange: file },
  getUploadFile: { arrange: file },
  getUploadFilesBinary: { arrange: file },
  deleteUploadFile: { arrange: file },
  postUpload: {},
  postGraphql: {
    arrange: withCustomers,
    refusals: {
      409: async (world) => {
        const sending = await keyedMutation(world);
        await world.sql('update idempotency_keys set answer = null, status = null');
        return sending;
      },
      422: async (world) => ({
        ...(await keyedMutation(world)),
        body: mutation('96234'),
      }),
    },
  },
};

const activation: Arrange = async (world) => {
  await world.sql('delete from activations');
  return { params: { id: world.training } };
};

const scoring: Readonly<Record<string, CallRow>> = {
  listTrainingsActivations: list,
  listTrainings: list,
  countTrainings: list,
  getTraining: { arrange: async ({ training }) => ({ params: { id: training } }) },
  createTraining: {
    refusals: {
      409: async (world) => {
        const uuid = await world.made('trainings', { uuid: 'spring' });
        return { params: { id: uuid }, body: { uuid: 'spring' } };
      },
    },
  },
  cancelTraining: {
    arrange: async (world) => ({ params: { id: await world.made('trainings') } }),
    refusals: { 409: async ({ training }) => ({ params: { id: training } }) },
  },
  getTrainingsCard: {
    arrange: async ({ training }) => ({ params: { id: training } }),
    refusals: {
      400: async ({ training }) => ({ params: { id: training }, query: '?format=pdf' }),
    },
  },
  activateTraining: {
    arrange: activation,
    refusals: { 409: async ({ training }) => ({ params: { id: training } }) },
  },
  listReports: list,
  countReports: list,
  getReport: { arrange: score, refusals: { 400: wrongLanguage } },
  createReport: {
    arrange: withCustomers,
    refusals: {
      404: nothing,
      409: async (world) => {
        await world.report({ uuid: 'r-1' });
        return { body: { type: 'reference', referenceId: '92442', uuid: 'r-1' } };
      },
    },
  },
  postReportsBatch: {
    arrange: withCustomers,
    otherAnswers: { 202: async () => ({ body: JSON.stringify({ all: true, asOf: DAY }) }) },
  },
  getReportsBatch: { arrange: batch('running') },
  getReportsBatchResults: {
    arrange: batch('succeeded'),
    refusals: {
      400: async (world) => ({
        params: { id: await world.batch('succeeded') },
        query: '?lang=tlh',
      }),
      409: batch('running'),
    },
  },
  cancelReportBatch: { arrange: batch('running'), refusals: { 409: batch('succeeded') } },
  getReportsExplanation: { arrange: score, refusals: { 400: wrongLanguage, 409: waitingReport } },
  whatIfReport: { arrange: score, refusals: { 409: waitingReport } },
};

const service: Readonly<Record<string, CallRow>> = {
  getMetrics: {
    arrange: async () => ({ headers: { authorization: 'Bearer metrics-token-of-the-tests' } }),
    refusals: {
      403: nothing,
      404: async ({ other }) => ({ server: other }),
    },
  },
  getHealthLive: {},
  getHealthReady: {
    arrange: nothing,
    otherAnswers: {
      503: async ({ other }) => {
        await other.context.db.pool.query('drop schema graphile_worker cascade');
        return { server: other };
      },
    },
  },
  listLogs: list,
  countLogs: list,
  getLogsHead: {},
  verifyLogs: { refusals: { 400: async () => ({ query: '?sequence=none' }) } },
};

/**
 * What each call of the description needs to succeed as its example says, and how it is led to the refusals that are
 * its own. What calls of its kind have in common is provoked without a row saying so.
 */
export const CALL_ROWS: Readonly<Record<string, CallRow>> = {
  ...users,
  ...auth,
  ...portfolio,
  ...scoring,
  ...service,
};
