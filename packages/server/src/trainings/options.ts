import type { CompanySettings } from '../company/settings.js';
import { type FieldError, InvalidError } from '../errors.js';
import { dayFromIso } from '../scoring/days.js';
import { knownFeatureCodes } from '../scoring/feature-codes.js';
import { AmountError, minorFromNumber } from '../scoring/money.js';
import type { TrainingRequest } from '../scoring/training-request.js';
import type { TrainingOptionsIn } from './schemas.js';

/** An option as it was used, for the finished training. */
export interface UsedOption {
  option: string;
  value: unknown;
  why: string;
}

const SEED_DEFAULT = 1;

function unavailable(options: TrainingOptionsIn): FieldError[] {
  const { target } = options;
  const errors: FieldError[] = [];
  if (target?.source === 'payments')
    errors.push({
      field: 'options.target.source',
      message:
        'a target derived from payments is not available in this version: send outcomes and use "outcomes"',
    });
  else
    for (const name of ['badDays', 'windowMonths'] as const)
      if (target?.[name] !== undefined)
        errors.push({
          field: `options.target.${name}`,
          message:
            'belongs to a target derived from payments, which is not available in this version; leave it out',
        });
  return errors;
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
  const errors = [...unavailable(options), ...unknownFeatures(options), ...wrongAmount(options)];
  if (errors.length > 0) throw InvalidError.fields(errors);
}

function attributesOf({ attributes }: CompanySettings): TrainingRequest['attributes'] {
  const marks = Object.entries(attributes);
  const roles: Record<string, TrainingRequest['attributes']['roles'][string]> = {};
  for (const [key, mark] of marks) if (mark.role) roles[key] = mark.role;
  const exclude = marks.filter(([, mark]) => mark.protected || mark.ignored).map(([key]) => key);
  return { exclude, roles };
}

/** Decides every option that was left open, from the company's settings or the defaults. */
export function requestOf(options: TrainingOptionsIn, settings: CompanySettings): TrainingRequest {
  const { target } = options;
  const { scoreScale, observedThrough } = settings;
  const materiality = { ...settings.target.materiality, ...target?.materiality };
  return {
    algorithm: options.algorithm ?? 'auto',
    seed: options.seed ?? SEED_DEFAULT,
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

/** What the request came to, option by option, with the reason. */
export function usedOptions(
  options: TrainingOptionsIn,
  settings: CompanySettings,
  request: TrainingRequest,
): UsedOption[] {
  const { target, features } = options;
  const asked = (sent: unknown, otherwise: string): string =>
    sent === undefined || sent === null ? otherwise : 'as asked';
  return [
    {
      option: 'algorithm',
      value: request.algorithm,
      why: asked(
        options.algorithm,
        'default: the card, unless trees predict other customers better by more than chance',
      ),
    },
    {
      option: 'target.source',
      value: 'outcomes',
      why: asked(target?.source, 'outcomes were sent'),
    },
    {
      option: 'target.settledBy',
      value: request.rule.settledBy,
      why: asked(target?.settledBy, 'company setting: when an instalment is settled'),
    },
    {
      option: 'target.materiality',
      value: {
        absolute: request.rule.materiality.absoluteMinor / 100,
        relative: request.rule.materiality.relative,
      },
      why: asked(target?.materiality, 'company setting: what may be missing'),
    },
    {
      option: 'asOf',
      value: options.asOf ?? null,
      why: asked(options.asOf, 'default: every outcome counts'),
    },
    {
      option: 'observationDates',
      value: options.observationDates ?? null,
      why: asked(options.observationDates, 'default: the days of the outcomes'),
    },
    {
      option: 'features.include',
      value: request.include,
      why: asked(features?.include, 'default: all that are not protected'),
    },
    {
      option: 'features.exclude',
      value: request.exclude,
      why: asked(features?.exclude, 'default: none'),
    },
    {
      option: 'seed',
      value: request.seed,
      why: asked(options.seed, 'default: the same data give the same model'),
    },
    {
      option: 'observedThrough',
      value: settings.observedThrough,
      why: settings.observedThrough === null ? 'found from the receipts' : 'company setting',
    },
  ];
}
