import { Check } from 'typebox/value';
import { revokeApiTokensOf } from '../api-tokens/service.js';
import { recordChange } from '../audit/record-change.js';
import { assertRegistrationOpen } from '../auth/service.js';
import type { Context } from '../context.js';
import { inTransaction, type Transaction } from '../db/transaction.js';
import { violatedUnique } from '../db/violations.js';
import { InvalidError } from '../errors.js';
import type { Actor } from '../http/caller.js';
import { AUTHENTICATED } from '../roles/permissions.js';
import { proveAddress } from '../users/credentials.js';
import { Email } from '../users/schemas.js';
import { storeAccount } from '../users/service.js';
import type { ProvidedIdentity } from './identity.js';
import { deleteIdentities, findIdentity, insertIdentity } from './queries.js';
import { usernameOf } from './username.js';

const ROUNDS_MAX = 5;

function blockedHere(): InvalidError {
  return new InvalidError('This account cannot sign in; ask an administrator.');
}

/** A refusal for the address, which names the field so that a client can tell it from other refusals. */
function badAddress(message: string): InvalidError {
  return new InvalidError(message, [{ field: 'email', message }]);
}

/** The address of an identity, which must be the person's own. Throws InvalidError (400). */
function provenEmail({ provider, email, emailVerified }: ProvidedIdentity): string {
  if (email === null || !emailVerified)
    throw badAddress(
      `${provider} does not say that your e-mail address is verified; verify it there, then sign in again.`,
    );
  const lower = email.toLowerCase();
  if (!Check(Email, lower))
    throw badAddress(`The e-mail address at ${provider} cannot be used here.`);
  return lower;
}

interface Newcomer {
  identity: ProvidedIdentity;
  email: string;
  round: number;
}

async function storeNewcomer(
  trx: Transaction,
  context: Context,
  actor: Actor,
  { identity, email, round }: Newcomer,
): Promise<string> {
  await assertRegistrationOpen(trx);
  const username = usernameOf(identity.names, round);
  const { provider } = identity;
  const columns = { username, email, provider, confirmed: true, blocked: false };
  return storeAccount(
    trx,
    context,
    { ...actor, username },
    {
      columns,
      roleName: AUTHENTICATED,
      reports: [],
    },
  );
}

/** Ties an identity to the account of its address, made when there is none; returns the user's id. */
async function link(
  trx: Transaction,
  context: Context,
  actor: Actor,
  newcomer: Newcomer,
): Promise<string> {
  const { provider, subject } = newcomer.identity;
  const proven = { email: newcomer.email, provider };
  const account = await proveAddress(trx, context, actor, proven);
  if (account?.blocked) throw blockedHere();
  if (account?.wasStranger) {
    await deleteIdentities(trx, account.id);
    await revokeApiTokensOf(trx, account.id);
  }
  const userId = account?.id ?? (await storeNewcomer(trx, context, actor, newcomer));
  await insertIdentity(trx, { provider, subject, userId });
  await recordChange(trx, context.secrets, actor, {
    action: 'link-provider',
    resource: 'users',
    resourceId: userId,
    changes: { provider },
  });
  return userId;
}

/** Taken meanwhile by another sign-in: worth another look. */
const RACES: ReadonlySet<string> = new Set([
  'identities_pkey',
  'users_email_key',
  'users_username_key',
]);

/**
 * The user who is this identity: known by it from before, else by its verified address, else made now. Throws
 * InvalidError (400) for an address that is not verified and for a blocked user, ForbiddenError (403) for a newcomer
 * where people may not register themselves.
 */
export async function userOf(
  context: Context,
  actor: Actor,
  identity: ProvidedIdentity,
): Promise<string> {
  for (let round = 0; ; round++) {
    const known = await findIdentity(context.db.kysely, identity);
    if (known?.blocked) throw blockedHere();
    if (known) return known.userId;
    const email = provenEmail(identity);
    try {
      return await inTransaction(context.db, (trx) =>
        link(trx, context, actor, { identity, email, round }),
      );
    } catch (error) {
      if (round >= ROUNDS_MAX || !RACES.has(violatedUnique(error) ?? '')) throw error;
    }
  }
}
