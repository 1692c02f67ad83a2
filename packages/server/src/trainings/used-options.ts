import type { CompanySettings } from '../company/settings.js';
import type { TrainingReport, TrainingRequest } from '../scoring/training-request.js';
import type { TrainingOptionsIn } from './schemas.js';

/** An option as it was used, for the finished training. */
export interface UsedOption {
  option: string;
  value: unknown;
  why: string;
}

/** What a training used, and what decided it. */
export interface Used {
  options: TrainingOptionsIn;
  settings: CompanySettings;
  request: TrainingRequest;
  report: TrainingReport;
}

/** What the request came to, option by option, with the reason. */
export function usedOptions(used: Used): UsedOption[] {
  const { options, settings, request, report } = used;
  const { features } = options;
  const derived = report.portfolio.target;
  return [
    {
      option: 'algorithm',
      value: request.algorithm,
      why: asked(
        options.algorithm,
        'default: the card, unless trees predict other customers better by more than chance',
      ),
    },
    ...usedTarget(used),
    {
      option: 'asOf',
      value: options.asOf ?? null,
      why: asked(options.asOf, 'default: all that is known counts'),
    },
    {
      option: 'observationDates',
      value: options.observationDates ?? derived?.observationDates ?? null,
      why: asked(
        options.observationDates,
        derived === null
          ? 'default: the days of the outcomes'
          : 'default: monthly, back from the last window that has ended',
      ),
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
      value: settings.observedThrough ?? report.portfolio.observedThrough,
      why: settings.observedThrough === null ? 'found from the receipts' : 'company setting',
    },
  ];
}

function usedTarget({ options, settings, request, report }: Used): UsedOption[] {
  const { target } = options;
  const derived = report.portfolio.target;
  const definition = (name: 'badDays' | 'windowMonths'): UsedOption[] => {
    if (derived === null) return [];
    const set = settings.target[name] === null ? whyDerived(derived) : 'company setting';
    return [{ option: `target.${name}`, value: derived[name], why: asked(target?.[name], set) }];
  };
  return [
    {
      option: 'target.source',
      value: report.target.source,
      why: asked(target?.source, whySource(request, derived === null)),
    },
    ...definition('badDays'),
    ...definition('windowMonths'),
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
  ];
}

function whySource({ target }: TrainingRequest, isOutcomes: boolean): string {
  if (isOutcomes) return 'outcomes were sent';
  return target.source === null
    ? 'no outcomes were sent, so who went bad is told from the payments'
    : 'days or months of a target derived from payments were asked for';
}

/** Why a definition was taken that nobody fixed. */
function whyDerived({
  why,
  badDays,
  windowMonths,
  badCustomers,
}: NonNullable<TrainingReport['portfolio']['target']>): string {
  const bads = `${badCustomers} customers went bad by ${badDays} days within ${windowMonths} months`;
  if (why === 'live') return 'kept from the model that scores now';
  if (why === 'mostBads')
    return `${bads}: no usual definition has the 150 that are wanted, and this one has most`;
  return `${bads}: the first of the usual definitions with the 150 that are wanted`;
}

function asked(sent: unknown, otherwise: string): string {
  return sent === undefined || sent === null ? otherwise : 'as asked';
}
