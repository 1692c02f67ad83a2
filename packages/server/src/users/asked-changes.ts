import type { Context } from '../context.js';
import type { Actor, Caller } from '../http/caller.js';
import { AUTHENTICATED } from '../roles/permissions.js';
import { assertMayUpdate } from './field-permission.js';
import { assertMayGiveRole, assertMayTakeOver } from './grants.js';
import type { UserCreateIn, UserOut, UserUpdateIn } from './schemas.js';
import { createUser } from './service.js';
import { requireAccount, updateUser } from './update.js';
import { viewerOf } from './viewer.js';

/** Who asks for a change of a user, and whom the log names for it. */
export interface Asker {
  caller: Caller;
  actor: Actor;
}

/** Makes a user; routes let only administrators ask for it. */
export async function createUserFor(
  context: Context,
  { caller, actor }: Asker,
  body: UserCreateIn,
): Promise<UserOut> {
  await assertMayGiveRole(context, caller, body.role ?? AUTHENTICATED);
  return createUser(context, actor, body, viewerOf(caller));
}

/** Changes a user as far as the caller may, decided field by field before the record is looked up and the body read. */
export async function updateUserFor(
  context: Context,
  { caller, actor }: Asker,
  change: { id: string; fields: readonly string[]; readBody: () => UserUpdateIn },
): Promise<UserOut> {
  assertMayUpdate(caller, change.id, change.fields);
  const account = await requireAccount(context, change.id);
  await assertMayTakeOver(context, caller, account);
  const body = change.readBody();
  await assertMayGiveRole(context, caller, body.role);
  return updateUser(context, actor, { account, body }, viewerOf(caller));
}
