interface Reported {
  byCustomer?: { auc?: { low?: number } };
  target?: unknown;
  usedOptions?: readonly { option: string; value: unknown }[];
}

/** Whether chance alone explains a model: its AUC interval reaches down to 0.5. */
export function mayBeChance(metrics: Readonly<Record<string, unknown>> | null): boolean {
  // Metrics are stored as the training wrote them.
  const { byCustomer } = (metrics ?? {}) as Reported;
  return (byCustomer?.auc?.low ?? 0) <= 0.5;
}

/** What a lender must know when the live model is replaced by one that means something else by "bad". */
export function targetChanges(
  before: Readonly<Record<string, unknown>> | null,
  after: Readonly<Record<string, unknown>> | null,
): string[] {
  if (before === null) return [];
  if (definitionOf(before) === definitionOf(after)) return [];
  return [
    'This model defines its target differently from the one before, so the same score means another risk: set cut-offs anew.',
  ];
}

function definitionOf(metrics: Readonly<Record<string, unknown>> | null): string {
  const { target, usedOptions } = (metrics ?? {}) as Reported;
  return JSON.stringify([
    target,
    usedOptions
      ?.filter(({ option }) => option.startsWith('target.') && option !== 'target.source')
      .map(({ option, value }) => [option, value]),
  ]);
}
