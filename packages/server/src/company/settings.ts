import Type, { type Static } from 'typebox';
import { InvalidError } from '../errors.js';
import { DateText, Nullable, OneOf } from '../http/schema.js';

/** How an attribute of the lender's own data takes part. */
const AttributeMark = Type.Object(
  {
    protected: Type.Optional(
      Type.Boolean({ description: 'audited for fairness, never trained on' }),
    ),
    ignored: Type.Optional(Type.Boolean({ description: 'kept and shown, never trained on' })),
    role: Type.Optional(Nullable(OneOf(['income', 'creditLimit', 'instalment']))),
  },
  { additionalProperties: false },
);

const ScoreScale = Type.Object(
  {
    min: Type.Number(),
    max: Type.Number(),
    baseScore: Type.Number({ description: 'score at the base odds' }),
    baseOdds: Type.Number({ exclusiveMinimum: 0, description: 'goods per bad at the base score' }),
    pdo: Type.Number({ exclusiveMinimum: 0, description: 'points that double the odds' }),
  },
  { additionalProperties: false },
);

/** Settings of the lender, every one present. */
export const Settings = Type.Object({
  scoreScale: ScoreScale,
  cutOff: Nullable(Type.Number({ description: 'lowest score that is approved' })),
  observedThrough: Nullable({
    ...DateText,
    description: 'last day up to which receipts are complete; null: found from the receipts',
  }),
  attributes: Type.Record(Type.String(), AttributeMark),
  timeZone: Type.String({ maxLength: 64, examples: ['America/Bogota'] }),
  locale: Nullable(OneOf(['es', 'pt', 'en'])),
  currency: Nullable(Type.String({ pattern: '^[A-Z]{3}$', examples: ['COP'] })),
});

export type CompanySettings = Static<typeof Settings>;

/** What a body may change: a field left out stays, null brings back the default. */
export const SettingsUpdate = Type.Object({
  scoreScale: Type.Optional(Nullable(ScoreScale)),
  cutOff: Type.Optional(Settings.properties.cutOff),
  observedThrough: Type.Optional(Settings.properties.observedThrough),
  attributes: Type.Optional(
    Nullable(
      Type.Record(Type.String(), Nullable(AttributeMark), {
        description: 'merged key by key; null removes the mark',
      }),
    ),
  ),
  timeZone: Type.Optional(Nullable(Settings.properties.timeZone)),
  locale: Type.Optional(Settings.properties.locale),
  currency: Type.Optional(Settings.properties.currency),
});

export const DEFAULT_SETTINGS: CompanySettings = {
  scoreScale: { min: 0, max: 100, baseScore: 20, baseOdds: 1, pdo: 10 },
  cutOff: null,
  observedThrough: null,
  attributes: {},
  timeZone: 'UTC',
  locale: null,
  currency: null,
};

const ATTRIBUTE_KEY = /^[\p{L}\p{N} _-]{1,64}$/u;
const ATTRIBUTES_MAX = 1000;

/** Settings as stored, completed with the defaults of what was never set. */
export function completeSettings(stored: Partial<CompanySettings>): CompanySettings {
  return { ...DEFAULT_SETTINGS, ...stored };
}

function mergeAttributes(
  current: CompanySettings['attributes'],
  update: Static<typeof SettingsUpdate>['attributes'],
): CompanySettings['attributes'] {
  if (update === null) return {};
  const merged = new Map(Object.entries(current));
  for (const [key, mark] of Object.entries(update ?? {})) {
    if (mark === null) merged.delete(key);
    else merged.set(key, { ...merged.get(key), ...mark });
  }
  return Object.fromEntries(merged);
}

/** The settings after an update. Throws InvalidError (400) naming the setting that cannot be. */
export function mergeSettings(
  current: CompanySettings,
  update: Static<typeof SettingsUpdate>,
): CompanySettings {
  const { attributes, scoreScale, timeZone, ...plain } = update;
  const merged: CompanySettings = {
    ...current,
    ...plain,
    scoreScale:
      scoreScale === undefined ? current.scoreScale : (scoreScale ?? DEFAULT_SETTINGS.scoreScale),
    timeZone: timeZone === undefined ? current.timeZone : (timeZone ?? DEFAULT_SETTINGS.timeZone),
    attributes: mergeAttributes(current.attributes, attributes),
  };
  assertSettings(merged);
  return merged;
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
}

function assertSettings({ scoreScale, cutOff, timeZone, attributes }: CompanySettings): void {
  const { min, max } = scoreScale;
  if (min >= max)
    throw InvalidError.field('settings.scoreScale.max', `must be above min, which is ${min}`);
  if (cutOff !== null && (cutOff < min || cutOff > max))
    throw InvalidError.field(
      'settings.cutOff',
      `must lie on the score scale, from ${min} to ${max}`,
    );
  if (!isTimeZone(timeZone))
    throw InvalidError.field('settings.timeZone', 'must be a name like America/Bogota or UTC');
  const keys = Object.keys(attributes);
  const wrong = keys.find((key) => !ATTRIBUTE_KEY.test(key));
  if (wrong !== undefined)
    throw InvalidError.field(
      `settings.attributes.${wrong.slice(0, 64)}`,
      'must be named with 1 to 64 letters, digits, spaces, _ or -',
    );
  if (keys.length > ATTRIBUTES_MAX)
    throw InvalidError.field('settings.attributes', `may mark ${ATTRIBUTES_MAX} at most`);
}
