import type { Kysely } from 'kysely';
import { recordChange } from '../audit/record-change.js';
import type { Context } from '../context.js';
import type { Tables } from '../db/tables.js';
import { inTransaction, type Transaction } from '../db/transaction.js';
import { type Actor, SYSTEM_ACTOR } from '../http/caller.js';
import {
  type CompanyRow,
  findCompany,
  insertCompany,
  lockCompany,
  selectSeenAttributes,
  updateCompany,
} from './queries.js';
import type { CompanyOut, CompanyUpdateIn } from './schemas.js';
import {
  type CompanySettings,
  completeSettings,
  mergeSettings,
  settingsInUse,
  shownSettings,
} from './settings.js';

async function companyOut(db: Kysely<Tables>, row: CompanyRow): Promise<CompanyOut> {
  const settings = completeSettings(row.settings);
  return {
    id: row.id,
    Name: row.name,
    Slug: row.slug,
    settings: shownSettings(settings, await selectSeenAttributes(db)),
    published_at: row.published_at,
    created_by: row.created_by,
    updated_by: row.updated_by,
    created_at: row.created_at,
    updated_at: row.updated_at,
  };
}

/** The lender's settings, complete. Inside a transaction, give that, to read them in its snapshot. */
export async function companySettings(db: Kysely<Tables>): Promise<CompanySettings> {
  return settingsInUse(completeSettings((await findCompany(db)).settings));
}

export async function readCompany(context: Context): Promise<CompanyOut> {
  const db = context.db.kysely;
  return companyOut(db, await findCompany(db));
}

/** Makes the company of a new installation; does nothing where there is one. */
export async function seedCompany(trx: Transaction): Promise<void> {
  const by = SYSTEM_ACTOR.username;
  await insertCompany(trx, { name: 'Company', slug: 'company', by, at: new Date() });
}

/** Changes what the body holds. Throws InvalidError for settings that contradict each other. */
export async function changeCompany(
  context: Context,
  actor: Actor,
  body: CompanyUpdateIn,
): Promise<CompanyOut> {
  return inTransaction(context.db, async (trx) => {
    const before = await lockCompany(trx);
    const settings = completeSettings(before.settings);
    const values = {
      name: body.Name ?? before.name,
      slug: body.Slug ?? before.slug,
      settings: mergeSettings(settings, body.settings ?? {}),
      by: actor.username,
      at: new Date(),
    };
    const after = await updateCompany(trx, before.id, values);
    await recordChange(trx, context.secrets, actor, {
      action: 'update',
      resource: 'company',
      resourceId: before.id,
      changes: {
        from: { Name: before.name, Slug: before.slug, settings },
        to: { Name: after.name, Slug: after.slug, settings: values.settings },
      },
    });
    return companyOut(trx, after);
  });
}
