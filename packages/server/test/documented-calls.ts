import { newId } from '../src/db/ids.js';
import { inTransaction } from '../src/db/transaction.js';
import { queueMail } from '../src/mail/queue.js';
import { prepareFirstRun } from '../src/setup/service.js';
import {
  apiToken,
  batch,
  borrower,
  CONFIRMATION_TOKEN,
  DAY,
  file,
  lastAdministrator,
  list,
  made,
  namedRecords,
  nothing,
  OUTCOME,
  oneTimeToken,
  overtaken,
  PAYMENT,
  person,
  RESET_TOKEN,
  score,
  taken,
  waitingReport,
  withCustomers,
  wrongLanguage,
} from './documented-arrangements.js';
import type { Arrange, CallRow } from './documented-world.js';

const users: Readonly<Record<string, CallRow>> = {
  listUsers: list,
  countUsers: list,
  getUsersMe: {},
  getUser: { arrange: person },
  createUser: {
    refusals: {
      409: async (world) => {
        await world.user('jlopez');
        return {};
      },
    },
  },
  updateUser: {
    arrange: async (world) => {
      await namedRecords(world);
      return person(world);
    },
    refusals: {
      409: async (world) => {
        await namedRecords(world);
        return lastAdministrator(world);
      },
    },
  },
  deleteUser: { arrange: person, refusals: { 409: lastAdministrator } },
  listPermissions: {},
  listRoles: list,
  getRole: { arrange: async (world) => ({ params: { id: await world.role('string') } }) },
  createRole: {
    refusals: {
      409: async (world) => {
        await world.role('risk-desk');
        return {};
      },
    },
  },
  updateRole: {
    arrange: async (world) => ({ params: { id: await world.role('string') } }),
    refusals: {
      409: async (world) => {
        await world.role('other');
        return { params: { id: await world.role('string') }, body: { type: 'other' } };
      },
    },
  },
  deleteRole: {
    arrange: async (world) => ({ params: { id: await world.role('string') } }),
    refusals: { 409: async () => ({ params: { id: 'analyst' } }) },
  },
  searchUsersPermissions: { arrange: async () => ({ params: { id: 'adm' } }) },
  listAuthTokens: {},
  postAuthTokens: {},
  deleteAuthToken: { arrange: async (world) => ({ params: { id: await apiToken(world) } }) },
  postEmail: {
    arrange: person,
    refusals: {
      404: nothing,
      429: async (world) => {
        const { id, token } = await world.user('jlopez');
        const content = { to: 'a@example.com', subject: 'a', text: 'a' };
        const mail = { senderId: id, recipientId: id, kind: 'message' as const, content };
        const { context } = world.server;
        for (let sent = 0; sent < context.config.mailsPerDayMax; sent++)
          await inTransaction(context.db, (trx) => queueMail(trx, context, mail));
        await world.sql(
          `update users set role_id = (select id from roles where type = 'administrator') where id = $1`,
          [id],
        );
        return { token };
      },
    },
  },
};

const withoutRegistration: Arrange = async (world) => {
  await world.registration(false);
  return {};
};

/** A one-time token, printed anew for each call that needs one. */
const firstRun: Arrange = async ({ other }) => {
  const token = await prepareFirstRun(other.context);
  if (token === null) throw new Error('The other server has an administrator.');
  return { server: other, fill: { '26f425d69269442b89ede35ba63bf9c0': token } };
};

const auth: Readonly<Record<string, CallRow>> = {
  postAuthLocal: { arrange: person },
  postAuthLocalRegister: {
    refusals: {
      403: withoutRegistration,
      409: async (world) => {
        await world.user('jlopez');
        return {};
      },
    },
  },
  postAuthLogoutEverywhere: {
    arrange: async (world) => ({ token: (await world.user('jlopez')).token }),
  },
  postAuthForgotPassword: {},
  postAuthSendEmailConfirmation: {},
  getAuthEmailConfirmation: {
    arrange: async (world) => {
      await world.oneTimeToken('confirmation', CONFIRMATION_TOKEN);
      return { query: `?confirmation=${CONFIRMATION_TOKEN}` };
    },
    otherAnswers: {
      302: async (world) => {
        await world.oneTimeToken('confirmation', CONFIRMATION_TOKEN, world.other);
        return { server: world.other, query: `?confirmation=${CONFIRMATION_TOKEN}` };
      },
    },
    refusals: { 400: async () => ({ query: '?confirmation=wrong' }) },
  },
  postAuthResetPasswordResetToken: { arrange: oneTimeToken('reset', RESET_TOKEN) },
  postAuthResetPassword: { arrange: oneTimeToken('reset', RESET_TOKEN) },
  postAuthChangePassword: {
    arrange: async (world) => ({
      token: (await world.user('jlopez', 'a long password')).token,
    }),
  },
  listConnect: {},
  getConnect: {
    arrange: async () => ({ params: { provider: 'sso' } }),
    refusals: { 503: async () => ({ params: { provider: 'gone' } }) },
  },
  getAuthCallback: {
    arrange: async (world) => ({ params: { provider: 'sso' }, ...(await world.signInAnswer()) }),
    refusals: {
      400: async () => ({ params: { provider: 'sso' }, query: '?code=none&state=none' }),
      403: async (world) => {
        await world.registration(false);
        return { params: { provider: 'sso' }, ...(await world.signInAnswer()) };
      },
      503: async (world) => {
        const answer = await world.signInAnswer();
        return { ...answer, params: { provider: 'gone' }, query: '?code=none&state=none' };
      },
    },
  },
  postSetup: {
    arrange: firstRun,
    refusals: {
      404: nothing,
      409: async (world) => {
        await world.other.signUp('jlopez', 'authenticated');
        return firstRun(world);
      },
    },
  },
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
  postGraphql: { arrange: withCustomers },
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
