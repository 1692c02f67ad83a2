import Type, { type Static } from 'typebox';
import { InvalidError } from '../errors.js';
import { DateText, Nullable, OneOf, PlainText } from '../http/schema.js';
import { isAmount } from '../scoring/money.js';
import {
  type AttributeMarks,
  AttributeMarksUpdate,
  assertMarks,
  mergeMarks,
  type SeenAttribute,
  ShownAttributes,
  shownAttributes,
} from './attribute-marks.js';
import { assertBucketsRise, PRESET_COUNTRIES, presetBuckets } from './days-past-due.js';

const closed = { additionalProperties: false };

const ScoreScale = Type.Object(
  {
    min: Type.Number(),
    max: Type.Number(),
    baseScore: Type.Number({ description: 'score at the base odds' }),
    baseOdds: Type.Number({ exclusiveMinimum: 0, description: 'goods per bad at the base score' }),
    pdo: Type.Number({ exclusiveMinimum: 0, description: 'points that double the odds' }),
  },
  closed,
);

/** What a training takes for default where it does not say otherwise. */
const Target = Type.Object(
  {
    badDays: Nullable(
      Type.Integer({
        minimum: 1,
        maximum: 3650,
        description: 'days past due that make a customer bad; null: found from the portfolio',
      }),
    ),
    windowMonths: Nullable(
      Type.Integer({
        minimum: 1,
        maximum: 120,
        description: 'months in which it counts; null: found from the portfolio',
      }),
    ),
    settledBy: OneOf(['fullAmount', 'anyPayment']),
    materiality: Type.Object(
      {
        absolute: Type.Number({
          minimum: 0,
          maximum: 1e12,
          description: 'amount that may be missing',
        }),
        relative: Type.Number({ minimum: 0, maximum: 1, description: 'share that may be missing' }),
      },
      closed,
    ),
  },
  closed,
);

const Retention = Type.Object(
  {
    reportDays: Nullable(
      Type.Integer({
        minimum: 1,
        maximum: 36_500,
        description:
          'days after which a report forgets whom it is about; the scores stay, about nobody; null: never',
      }),
    ),
  },
  closed,
);

const plainFields = {
  cutOff: Nullable(Type.Number({ description: 'lowest score that is approved' })),
  observedThrough: Nullable({
    ...DateText,
    description: 'last day up to which receipts are complete; null: found from the receipts',
  }),
  country: Nullable(
    Type.String({
      pattern: '^[A-Z]{2}$',
      examples: ['CO'],
      description: `ISO 3166 code; there are days-past-due presets for ${PRESET_COUNTRIES.join(', ')}`,
    }),
  ),
  registration: Type.Boolean({ description: 'whether people may register themselves' }),
  emailConfirmation: Type.Boolean({
    description: 'whether only confirmed e-mail addresses may sign in',
  }),
  timeZone: Type.String({ maxLength: 64, examples: ['America/Bogota'] }),
  locale: Nullable(OneOf(['es', 'pt', 'en'])),
  currency: Nullable(Type.String({ pattern: '^[A-Z]{3}$', examples: ['COP'] })),
  reviewContact: Nullable({
    ...PlainText(500),
    description: 'whom applicants ask for a person to review a score; shown in explanations',
  }),
};

const Buckets = Type.Array(Type.Integer({ minimum: 1, maximum: 3650 }), {
  minItems: 1,
  maxItems: 20,
  description: 'last day past due of each bucket; the last bucket is open',
});

/** Settings of the lender as they are shown, every one present. */
export const Settings = Type.Object({
  scoreScale: ScoreScale,
  target: Target,
  retention: Retention,
  daysPastDueBuckets: Buckets,
  attributes: ShownAttributes,
  ...plainFields,
});

/** Settings of the lender as the server uses them. */
export type CompanySettings = Omit<Static<typeof Settings>, 'attributes'> & {
  attributes: AttributeMarks;
};

/** Null for what follows from another setting until it is set. */
export type StoredSettings = Omit<CompanySettings, 'daysPastDueBuckets'> & {
  daysPastDueBuckets: number[] | null;
};

const { cutOff, observedThrough, country, locale, currency, reviewContact } = plainFields;

/** What a body may change: a field left out stays, null brings back the default. */
export const SettingsUpdate = Type.Object({
  scoreScale: Type.Optional(Nullable(ScoreScale)),
  target: Type.Optional(Nullable(Type.Partial(Target))),
  retention: Type.Optional(Nullable(Type.Partial(Retention))),
  daysPastDueBuckets: Type.Optional(Nullable(Buckets)),
  attributes: Type.Optional(Nullable(AttributeMarksUpdate)),
  cutOff: Type.Optional(cutOff),
  observedThrough: Type.Optional(observedThrough),
  country: Type.Optional(country),
  registration: Type.Optional(Nullable(plainFields.registration)),
  emailConfirmation: Type.Optional(Nullable(plainFields.emailConfirmation)),
  timeZone: Type.Optional(Nullable(plainFields.timeZone)),
  locale: Type.Optional(locale),
  currency: Type.Optional(currency),
  reviewContact: Type.Optional(reviewContact),
});

type SettingsUpdateIn = Static<typeof SettingsUpdate>;

const STORED_DEFAULTS: StoredSettings = {
  scoreScale: { min: 0, max: 100, baseScore: 20, baseOdds: 1, pdo: 10 },
  target: {
    badDays: null,
    windowMonths: null,
    settledBy: 'fullAmount',
    materiality: { absolute: 0, relative: 0 },
  },
  retention: { reportDays: null },
  daysPastDueBuckets: null,
  attributes: {},
  cutOff: null,
  observedThrough: null,
  country: null,
  registration: true,
  emailConfirmation: false,
  timeZone: 'UTC',
  locale: null,
  currency: null,
  reviewContact: null,
};

/** Settings as stored, completed with the defaults of what was never set. */
export function completeSettings(stored: Partial<StoredSettings>): StoredSettings {
  return { ...STORED_DEFAULTS, ...stored };
}

/** What the server goes by: the presets in the place of what follows from them. */
export function settingsInUse(settings: StoredSettings): CompanySettings {
  const buckets = settings.daysPastDueBuckets ?? presetBuckets(settings.country);
  return { ...settings, daysPastDueBuckets: [...buckets] };
}

/** The settings of a lender who has set nothing. */
export const DEFAULT_SETTINGS: CompanySettings = settingsInUse(STORED_DEFAULTS);

/** The settings as the API shows them, with the attributes that customers have. */
export function shownSettings(
  settings: StoredSettings,
  seen: readonly SeenAttribute[],
): Static<typeof Settings> {
  return { ...settingsInUse(settings), attributes: shownAttributes(settings.attributes, seen) };
}

/** The settings after an update. Throws InvalidError (400) naming the setting that cannot be. */
export function mergeSettings(current: StoredSettings, update: SettingsUpdateIn): StoredSettings {
  const { attributes, target, retention, ...plain } = update;
  const merged: StoredSettings = {
    ...current,
    ...withDefaults(plain),
    target: { ...(target === null ? STORED_DEFAULTS : current).target, ...target },
    retention: { ...(retention === null ? STORED_DEFAULTS : current).retention, ...retention },
    attributes: mergeMarks(current.attributes, attributes),
  };
  assertSettings(merged);
  return merged;
}

type PlainUpdate = Omit<SettingsUpdateIn, 'attributes' | 'target' | 'retention'>;

/** The same with defaults in the place of null. */
function withDefaults(update: PlainUpdate): Partial<StoredSettings> {
  const entries = Object.entries(update).map(([name, value]) => [
    name,
    value ?? new Map<string, unknown>(Object.entries(STORED_DEFAULTS)).get(name),
  ]);
  // The schema has only fields of the settings, each of which keeps its type or becomes its default.
  return Object.fromEntries(entries) as Partial<StoredSettings>;
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
}

function assertSettings(settings: StoredSettings): void {
  const { scoreScale, timeZone, daysPastDueBuckets, attributes } = settings;
  const { min, max } = scoreScale;
  if (min >= max)
    throw InvalidError.field('settings.scoreScale.max', `must be above min, which is ${min}`);
  if (settings.cutOff !== null && (settings.cutOff < min || settings.cutOff > max))
    throw InvalidError.field(
      'settings.cutOff',
      `must lie on the score scale, from ${min} to ${max}`,
    );
  if (!isTimeZone(timeZone))
    throw InvalidError.field('settings.timeZone', 'must be a name like America/Bogota or UTC');
  if (!isAmount(settings.target.materiality.absolute))
    throw InvalidError.field(
      'settings.target.materiality.absolute',
      'may have two decimals at most',
    );
  if (daysPastDueBuckets !== null) assertBucketsRise(daysPastDueBuckets);
  assertMarks(attributes);
}
