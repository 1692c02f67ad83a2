import { type AttributeSpec, createFeatureSpace } from '@maia/engine';

/** One attribute of each money role, so that the features that need one are listed too. */
const ROLES: readonly AttributeSpec[] = (['income', 'creditLimit', 'instalment'] as const).map(
  (role) => ({ key: role, kind: 'number', role }),
);

/** Codes of every feature that payments can give; those of attributes depend on the lender's data. */
export function knownFeatureCodes(): ReadonlySet<string> {
  const space = createFeatureSpace({
    rule: { settledBy: 'fullAmount', materiality: { absoluteMinor: 0, relative: 0 } },
    medians: {},
    attributes: ROLES,
  });
  const fromPayments = space.definitions.filter(({ family }) => family !== 'attribute');
  return new Set(fromPayments.map(({ code }) => code));
}
