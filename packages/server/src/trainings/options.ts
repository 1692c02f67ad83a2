import type { CompanySettings } from '../company/settings.js';
import { type FieldError, InvalidError } from '../errors.js';
import { dayFromIso, todayIn } from '../scoring/days.js';
import { knownFeatureCodes } from '../scoring/feature-codes.js';
import { AmountError, minorFromNumber } from '../scoring/money.js';
import type { TrainingRequest } from '../scoring/training-request.js';
import type { TrainingOptionsIn } from './schemas.js';

const SEED_DEFAULT = 1;

/** A definition on payments says nothing about outcomes, so asking for both is a mistake. */
function contradictory({ target }: TrainingOptionsIn): FieldError[] {
  if (target?.source !== 'outcomes') return [];
  return (['badDays', 'windowMonths'] as const)
    .filter((name) => target[name] !== undefined)
    .map((name) => ({
      field: `options.target.${name}`,
      message: 'belongs to a target derived from payments: leave it out, or set source to payments',
    }));
}

function unknownFeatures(options: TrainingOptionsIn): FieldError[] {
  const known = knownFeatureCodes();
  const errors: FieldError[] = [];
  // Which attributes there are is known only when the training reads them.
  for (const list of ['include', 'exclude'] as const)
    for (const code of options.features?.[list] ?? [])
      if (!known.has(code) && !code.startsWith('attribute:'))
        errors.push({ field: `options.features.${list}`, message: `"${code}" is not a feature` });
  return errors;
}

function wrongAmount(options: TrainingOptionsIn): FieldError[] {
  try {
    minorFromNumber(options.target?.materiality?.absolute ?? 0);
    return [];
  } catch (error) {
    if (!(error instanceof AmountError)) throw error;
    const field = 'options.target.materiality.absolute';
    return [{ field, message: 'may have two decimals at most' }];
  }
}

/** Throws InvalidError (400) naming each option that cannot be used. */
export function assertUsable(options: TrainingOptionsIn): void {
  const errors = [...contradictory(options), ...unknownFeatures(options), ...wrongAmount(options)];
  if (errors.length > 0) throw InvalidError.fields(errors);
}

function attributesOf({ attributes }: CompanySettings): TrainingRequest['attributes'] {
  const marks = Object.entries(attributes);
  const roles: Record<string, TrainingRequest['attributes']['roles'][string]> = {};
  for (const [key, mark] of marks) if (mark.role) roles[key] = mark.role;
  const exclude = marks.filter(([, mark]) => mark.protected || mark.ignored).map(([key]) => key);
  const marked = marks.filter(([, mark]) => mark.protected).map(([key]) => key);
  return { exclude, protected: marked, roles };
}

/** What was fixed of a definition on payments: by the caller, else by the company. Naming one asks for such a target. */
function targetOf(
  { target }: TrainingOptionsIn,
  settings: CompanySettings,
  live: TrainingRequest['target']['live'],
): TrainingRequest['target'] {
  const named = target?.badDays !== undefined || target?.windowMonths !== undefined;
  return {
    source: target?.source ?? (named ? 'payments' : null),
    asked: {
      badDays: target?.badDays ?? settings.target.badDays,
      windowMonths: target?.windowMonths ?? settings.target.windowMonths,
    },
    live,
  };
}

/**
 * Decides every option that was left open, from the company's settings or the defaults. `live` is the definition on payments of the
 * model that scores now.
 */
export function requestOf(
  options: TrainingOptionsIn,
  settings: CompanySettings,
  live: TrainingRequest['target']['live'] = null,
): TrainingRequest {
  const { target } = options;
  const { scoreScale, observedThrough } = settings;
  const materiality = { ...settings.target.materiality, ...target?.materiality };
  return {
    algorithm: options.algorithm ?? 'auto',
    seed: options.seed ?? SEED_DEFAULT,
    target: targetOf(options, settings, live),
    rule: {
      settledBy: target?.settledBy ?? settings.target.settledBy,
      materiality: {
        absoluteMinor: minorFromNumber(materiality.absolute),
        relative: materiality.relative,
      },
    },
    asOf: options.asOf ? dayFromIso(options.asOf) : null,
    observationDates: options.observationDates?.map(dayFromIso) ?? null,
    include: options.features?.include ?? null,
    exclude: options.features?.exclude ?? [],
    observedThrough: observedThrough === null ? null : dayFromIso(observedThrough),
    today: todayIn(settings.timeZone),
    daysPastDueBuckets: settings.daysPastDueBuckets,
    attributes: attributesOf(settings),
    scale: {
      min: scoreScale.min,
      max: scoreScale.max,
      baseScore: scoreScale.baseScore,
      baseOdds: scoreScale.baseOdds,
      pointsToDouble: scoreScale.pdo,
    },
    approvalScore: settings.cutOff,
  };
}
