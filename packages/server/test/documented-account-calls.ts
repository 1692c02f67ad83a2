import { inTransaction } from '../src/db/transaction.js';
import { queueMail } from '../src/mail/queue.js';
import { prepareFirstRun } from '../src/setup/service.js';
import {
  apiToken,
  CONFIRMATION_TOKEN,
  lastAdministrator,
  list,
  namedRecords,
  nothing,
  oneTimeToken,
  person,
  RESET_TOKEN,
} from './documented-arrangements.js';
import type { Arrange, CallRow, Sending, SignInAnswer } from './documented-world.js';

/** Calls about users and roles. */
export const users: Readonly<Record<string, CallRow>> = {
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

/** The provider's answer as its redirect brings it. */
const comeBack = ({ answer, headers }: SignInAnswer): Sending => ({
  params: { provider: 'sso' },
  query: `?${answer}`,
  headers,
});

/** The provider's answer as the console passes it on, in place of the example's, which XML writes in its own way. */
const handOver = ({ answer, headers }: SignInAnswer): Sending => ({
  params: { provider: 'sso' },
  body: { answer },
  fill: { 'code=SplxlOBeZQQYbYS6WxSbIA&amp;state=af0ifjsldkj': answer.replaceAll('&', '&amp;') },
  headers,
});

/** Calls about signing in. */
export const auth: Readonly<Record<string, CallRow>> = {
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
    refusals: {
      400: async () => ({ params: { provider: 'sso' }, query: '?to=elsewhere' }),
      503: async () => ({ params: { provider: 'gone' } }),
    },
  },
  getAuthCallback: {
    arrange: async (world) => comeBack(await world.signInAnswer()),
    otherAnswers: { 302: async (world) => comeBack(await world.signInAnswer('console')) },
    refusals: {
      400: async () => ({ params: { provider: 'sso' }, query: '?code=none&state=none' }),
      403: async (world) => {
        await world.registration(false);
        return comeBack(await world.signInAnswer());
      },
      503: async (world) => ({
        ...comeBack(await world.signInAnswer()),
        params: { provider: 'gone' },
        query: '?code=none&state=none',
      }),
    },
  },
  postAuthProviderCallback: {
    arrange: async (world) => handOver(await world.signInAnswer('console')),
    refusals: {
      403: async (world) => {
        await world.registration(false);
        return handOver(await world.signInAnswer('console'));
      },
      503: async (world) => ({
        ...handOver(await world.signInAnswer('console')),
        params: { provider: 'gone' },
      }),
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
