import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { seedCompany } from '../company/service.js';
import { ConfigError } from '../config.js';
import type { Context } from '../context.js';
import type { Tables } from '../db/tables.js';
import { inTransaction } from '../db/transaction.js';
import { NotFoundError, Refusal } from '../errors.js';
import { type Actor, SYSTEM_ACTOR } from '../http/caller.js';
import { ADMINISTRATOR } from '../roles/permissions.js';
import { seedRoles } from '../roles/service.js';
import { hashToken } from '../secrets.js';
import { lockAdministrators } from '../users/last-administrator.js';
import { prepareAccount, storeAccount } from '../users/service.js';
import { asUserConflict } from '../users/uniqueness.js';
import {
  administratorExists,
  deleteSetupTokens,
  replaceSetupToken,
  setupTokenExists,
} from './queries.js';
import type { SetupIn } from './schemas.js';

const TOKEN_BYTES = 16;

/** Makes what every installation has, the built-in roles and the company, where it is missing. */
export async function seedInstallation({ db }: Context): Promise<void> {
  await inTransaction(db, async (trx) => {
    await seedRoles(trx);
    await seedCompany(trx);
  });
}

/** Who is to be an administrator. */
export interface AdministratorIn {
  username: string;
  email: string;
  password: string;
}

/**
 * Makes an administrator and returns the id; a waiting setup is over then. Throws InvalidError (400) naming the
 * field, ConflictError (409) when the username or address is somebody's.
 */
export async function createAdministrator(
  context: Context,
  actor: Actor,
  person: AdministratorIn,
): Promise<string> {
  const account = await prepareAccount(context, {
    ...person,
    role: ADMINISTRATOR,
    confirmed: true,
  });
  try {
    return await inTransaction(context.db, async (trx) => {
      await lockAdministrators(trx);
      await deleteSetupTokens(trx);
      return storeAccount(trx, context, actor, account);
    });
  } catch (error) {
    throw asUserConflict(error);
  }
}

/** What `POST /setup` answers, like any unknown path, once there is an administrator. */
function noSetup(): NotFoundError {
  return new NotFoundError('There is no POST /setup.');
}

/** Throws NotFoundError (404) when the first run is over. */
export async function assertSetupOpen(context: Context): Promise<void> {
  if (await administratorExists(context.db.kysely)) throw noSetup();
}

/** Whether the token opens the setup. Throws NotFoundError (404) when the first run is over. */
async function opensSetup(db: Kysely<Tables>, tokenHash: Buffer): Promise<boolean> {
  if (await setupTokenExists(db, tokenHash)) return true;
  if (await administratorExists(db)) throw noSetup();
  return false;
}

/**
 * Makes the first administrator for who holds the printed token; of several at once one succeeds. Returns the id, or
 * null for a wrong token. Throws NotFoundError (404) when there is an administrator, InvalidError (400) for a wrong
 * field.
 */
export async function completeSetup(
  context: Context,
  actor: Actor,
  { token, ...person }: SetupIn,
): Promise<string | null> {
  const tokenHash = hashToken(token);
  // Before the slow hash, so that guessing tokens costs the server nothing.
  if (!(await opensSetup(context.db.kysely, tokenHash))) return null;
  const account = await prepareAccount(context, {
    ...person,
    role: ADMINISTRATOR,
    confirmed: true,
  });
  try {
    return await inTransaction(context.db, async (trx) => {
      await lockAdministrators(trx);
      if (!(await opensSetup(trx, tokenHash))) return null;
      await deleteSetupTokens(trx);
      return storeAccount(trx, context, { ...actor, username: person.username }, account);
    });
  } catch (error) {
    throw asUserConflict(error);
  }
}

async function createConfiguredAdministrator(
  context: Context,
  person: AdministratorIn,
): Promise<void> {
  try {
    await createAdministrator(context, SYSTEM_ACTOR, person);
  } catch (error) {
    // Of several servers that start at once, another one made it.
    if (await administratorExists(context.db.kysely)) return;
    if (!(error instanceof Refusal)) throw error;
    throw new ConfigError(`MAIA_ADMIN_* cannot make the first administrator: ${error.message}.`);
  }
}

async function makeSetupToken(context: Context): Promise<string | null> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  return inTransaction(context.db, async (trx) => {
    await lockAdministrators(trx);
    if (await administratorExists(trx)) return null;
    await replaceSetupToken(trx, hashToken(token));
    return token;
  });
}

/**
 * Makes what every installation has: the built-in roles, the company and, from MAIA_ADMIN_*, the first administrator.
 * Returns the one-time token of `POST /setup` while there is none. Safe at every start and from several processes.
 * Throws ConfigError when MAIA_ADMIN_* cannot be used.
 */
export async function prepareFirstRun(context: Context): Promise<string | null> {
  await seedInstallation(context);
  if (await administratorExists(context.db.kysely)) return null;
  const { admin, role } = context.config;
  if (admin) {
    await createConfiguredAdministrator(context, admin);
    return null;
  }
  return role === 'worker' ? null : makeSetupToken(context);
}
