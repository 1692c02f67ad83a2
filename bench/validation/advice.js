import { payNextOnTime, settleOverdue } from '../../packages/server/dist/scoring/what-if.js';
import { AS_OF, mean, round, score, trainOn, VIEWPOINT } from './portfolio.js';

const INSTALMENTS_TO_TRY = [3, 6, 12];
/** The lowest share of the portfolio, which the lender refuses. */
const REFUSED_SHARE = 0.2;
const recordedAt = AS_OF * 86_400_000;

/** Whether paying what is overdue ever lowers a score, and how many refused customers get advice that works. */
export async function measureAdvice(settings) {
  const results = {};
  for (const algorithm of settings.algorithms) {
    const { model, fresh } = await trainOn({ ...settings, algorithm });
    const scored = fresh.map(({ history }) => ({ history, before: score(model, history) }));
    const paid = scored.map(({ history, before }) => {
      const { history: settled, settled: count } = settleOverdue(history, VIEWPOINT, recordedAt);
      return { count, change: score(model, settled).logOdds - before.logOdds };
    });
    scored.sort((a, b) => a.before.logOdds - b.before.logOdds);
    const refused = scored.slice(0, Math.round(REFUSED_SHARE * scored.length));
    results[algorithm] = {
      overdue: paid.filter(({ count }) => count > 0).length,
      loweredByPaying: paid.filter(({ change }) => change < -1e-9).length,
      refused: refused.length,
      advisedAndRaised: round(
        mean(refused.map(({ history, before }) => helps(model, history, before))),
      ),
    };
  }
  return results;
}

function helps(model, history, before) {
  const whole = Math.round(before.score);
  const paid = settleOverdue(history, VIEWPOINT, recordedAt).history;
  if (Math.round(score(model, paid).score) > whole) return 1;
  for (const count of INSTALMENTS_TO_TRY) {
    const later = payNextOnTime(paid, VIEWPOINT, { count, recordedAt });
    if (later !== null && Math.round(score(model, later.history, later.view).score) > whole)
      return 1;
  }
  return 0;
}
