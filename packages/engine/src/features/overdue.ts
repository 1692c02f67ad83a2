import { instalmentAsOf } from './as-of.js';
import type { History, SettlementRule, Viewpoint } from './history.js';

/** Days past due of the oldest open instalment, as known from the viewpoint; 0 when nothing is overdue. */
export function overdueDaysOf(
  { instalments }: History,
  rule: SettlementRule,
  viewpoint: Viewpoint,
): number {
  return instalments.reduce((days, instalment) => {
    return Math.max(days, instalmentAsOf(instalment, rule, viewpoint)?.overdueDays ?? 0);
  }, 0);
}
