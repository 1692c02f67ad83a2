import { customerKeyOf } from '../audit/customer-keys.js';
import type { CompanySettings } from '../company/settings.js';
import type { Context } from '../context.js';
import { findCustomerByReference } from '../customers/service.js';
import { violatedUnique } from '../db/violations.js';
import { ConflictError, InvalidError, NotFoundError } from '../errors.js';
import type { Actor, Caller } from '../http/caller.js';
import type { ListRequest } from '../lists/request.js';
import { type LiveModel, liveModel } from '../models/service.js';
import { dayFromIso, isoFromDay, todayIn } from '../scoring/days.js';
import { loadModel } from '../scoring/loaded-models.js';
import type { Language } from '../scoring/report-texts.js';
import type { Score } from '../scoring/score.js';
import { readHistory, type StoredCustomer, type Subject, scoreAll } from '../scoring/subjects.js';
import { findUserNamed } from '../users/service.js';
import { requestHash } from './idempotency.js';
import {
  countReports,
  findReport,
  findReports,
  listReports,
  REPORT_LIST,
  type ReportRow,
} from './queries.js';
import { reportsOut } from './report-out.js';
import type { ReportCreateIn, ReportOut, VectorIn } from './schemas.js';
import { storeReports } from './store.js';
import { vectorHistory } from './vector-history.js';

export { countReports, REPORT_LIST, type ReportRow, reportsOut };

/** Who asks, and how the answer is to be made. */
export interface Asking {
  caller: Caller;
  actor: Actor;
  settings: CompanySettings;
  language: Language;
}

export async function readReports(
  context: Context,
  list: ListRequest,
  language: Language,
): Promise<ReportOut[]> {
  return reportsOut(context, await listReports(context.db.kysely, list), language);
}

/** The same with the id of the customer whom each is about. */
export async function readReportsOfCustomers(
  context: Context,
  list: ListRequest,
  language: Language,
): Promise<{ customerId: string | null; report: ReportOut }[]> {
  const rows = await listReports(context.db.kysely, list);
  const reports = await reportsOut(context, rows, language);
  return reports.map((report, index) => ({
    customerId: rows[index]?.customer_id ?? null,
    report,
  }));
}

/** The report with this id or uuid. Throws NotFoundError. */
export async function readReport(
  context: Context,
  name: string,
  language: Language,
): Promise<ReportOut> {
  return (await reportsOut(context, [await findReportNamed(context, name)], language))[0];
}

/** The same as it is stored. Throws NotFoundError. */
export async function findReportNamed(context: Context, name: string): Promise<ReportRow> {
  const row = await findReport(context.db.kysely, name);
  if (row === null) throw new NotFoundError(`There is no report "${name.slice(0, 100)}".`);
  return row;
}

/** The reports with these ids, by id. */
export async function readReportsById(
  context: Context,
  ids: readonly string[],
  language: Language,
): Promise<Map<string, ReportOut>> {
  const rows = [...(await findReports(context.db.kysely, ids)).values()];
  const reports = await reportsOut(context, rows, language);
  return new Map(reports.map((report) => [report.id, report]));
}

/** Scores these subjects with the live model; null for each while there is none. */
export async function scoreWithLive(
  context: Context,
  settings: CompanySettings,
  subjects: readonly Subject[],
): Promise<{ model: LiveModel | null; scores: (Score | null)[] }> {
  const live = await liveModel(context);
  if (live === null) return { model: null, scores: subjects.map(() => null) };
  const model = await loadModel(context, live.modelId);
  return { model: live, scores: await scoreAll(context.db, subjects, { model, settings }) };
}

/** Whom a report is about: a stored customer, or the vector alone. */
interface About {
  type: 'reference' | 'vector';
  referenceId: string | null;
  customer: StoredCustomer | null;
  vector: VectorIn | null;
}

function typeOf(body: ReportCreateIn): About['type'] {
  const type = body.type ?? (body.vector ? 'vector' : 'reference');
  if (type === 'reference' && !body.referenceId)
    throw InvalidError.field('referenceId', "is required: the lender's own key of a customer");
  if (type === 'vector' && !body.vector)
    throw InvalidError.field('vector', 'is required: an object with attributes and payments');
  return type;
}

async function aboutOf(context: Context, body: ReportCreateIn): Promise<About> {
  const type = typeOf(body);
  const referenceId = body.referenceId ?? null;
  const customer =
    referenceId === null ? null : await findCustomerByReference(context.db.kysely, referenceId);
  if (type === 'reference' && customer === null)
    throw new NotFoundError(`There is no customer with the referenceId "${referenceId}".`);
  return { type, referenceId, customer, vector: type === 'vector' ? (body.vector ?? null) : null };
}

/** The history to score. Throws InvalidError (400) for a vector that contradicts itself. */
async function historyOf(context: Context, { vector, customer }: About, at: Date) {
  if (vector !== null) return vectorHistory(vector, at);
  if (customer === null) throw new Error('A report is about a customer or a vector.');
  return readHistory(context.db, customer);
}

/** Only an administrator may ask for another; from anyone else the field is ignored. */
async function ownerOf(
  context: Context,
  caller: Caller,
  body: ReportCreateIn,
): Promise<{ id: string; username: string }> {
  const name = body.users_permissions_user;
  if (!name || !caller.isAdministrator) return { id: caller.userId, username: caller.username };
  const owner = await findUserNamed(context.db.kysely, name);
  if (owner === null)
    throw InvalidError.field('users_permissions_user', `there is no user "${name.slice(0, 100)}"`);
  return owner;
}

/** The report that the same caller asked for before with the same uuid and body; a taken uuid is a 409. */
async function askedBefore(
  context: Context,
  uuid: string | undefined,
  hash: Buffer,
): Promise<{ row: ReportRow | null; taken: boolean }> {
  const row = uuid === undefined ? null : await findReport(context.db.kysely, uuid);
  if (row === null) return { row: null, taken: false };
  const isSame = row.uuid === uuid && row.request_hash.equals(hash);
  return { row: isSame ? row : null, taken: true };
}

/** Makes a report and, when there is a live model, scores it. */
export async function createReport(
  context: Context,
  asking: Asking,
  body: ReportCreateIn,
): Promise<ReportOut> {
  const hash = requestHash(asking.caller.userId, body);
  const before = await askedBefore(context, body.uuid, hash);
  const row =
    before.row ?? (await makeReport(context, asking, { body, hash, taken: before.taken }));
  return (await reportsOut(context, [row], asking.language))[0];
}

async function makeReport(
  context: Context,
  { caller, actor, settings }: Asking,
  request: { body: ReportCreateIn; hash: Buffer; taken: boolean },
): Promise<ReportRow> {
  const { body, hash } = request;
  const at = new Date();
  const about = await aboutOf(context, body);
  const owner = await ownerOf(context, caller, body);
  const asOf = body.asOf ? dayFromIso(body.asOf) : todayIn(settings.timeZone, at);
  const [history, customerKey] = await Promise.all([
    historyOf(context, about, at),
    about.customer && customerKeyOf(context.db.kysely, context.secrets, about.customer.id),
  ]);
  if (request.taken) throw uuidTaken(body.uuid);
  const { model, scores } = await scoreWithLive(context, settings, [{ history, asOf }]);
  const report = {
    uuid: body.uuid ?? null,
    type: about.type,
    referenceId: about.referenceId,
    customerId: about.customer?.id ?? null,
    customerKey,
    ownerId: owner.id,
    asOf: isoFromDay(asOf),
    requestHash: hash,
    vector: about.vector,
    score: scores[0],
  };
  try {
    const [stored] = await storeReports(context, { actor, at, model }, [report]);
    return { ...stored, username: owner.username };
  } catch (error) {
    if (violatedUnique(error) !== 'reports_uuid_key') throw error;
    const winner = await askedBefore(context, body.uuid, hash);
    if (winner.row === null) throw uuidTaken(body.uuid);
    return winner.row;
  }
}

function uuidTaken(uuid: string | undefined): ConflictError {
  return new ConflictError(
    `The uuid "${uuid}" belongs to another report already; the same uuid gives the same report only to the same caller with the same body.`,
  );
}
