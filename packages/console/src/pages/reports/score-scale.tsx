import { useTexts } from '../../i18n/use-texts.js';
import classes from './score-scale.module.css';

interface ScoreScaleProps {
  score: number;
  min: number;
  max: number;
  interval: { scoreLow: number; scoreHigh: number } | null;
  cutOff: number | null;
}

const QUARTERS = [0, 25, 50, 75, 100];

/** The score drawn on its scale, with the range that it may have and the lender's cut-off. */
export function ScoreScale({ score, min, max, interval, cutOff }: ScoreScaleProps) {
  const { t, number } = useTexts();
  const percent = (value: number) =>
    `${(100 * (Math.min(max, Math.max(min, value)) - min)) / (max - min)}%`;
  const range = interval && { low: number(interval.scoreLow), high: number(interval.scoreHigh) };
  const label = [
    t('report.scaleLabel', { score: number(score, 1), min: number(min), max: number(max) }),
    range && t('report.scaleInterval', range),
    cutOff !== null && t('report.scaleCutOff', { cutOff: number(cutOff, 1) }),
  ];
  return (
    <div role="img" aria-label={label.filter(Boolean).join(' ')} className={classes.scale}>
      <div className={classes.track}>
        {interval && (
          <div
            className={classes.interval}
            style={{
              left: percent(interval.scoreLow),
              right: `calc(100% - ${percent(interval.scoreHigh)})`,
            }}
          />
        )}
        {cutOff !== null && (
          <div className={classes.cutOff} style={{ left: percent(cutOff) }}>
            <span>{t('report.cutOff', { cutOff: number(cutOff, 1) })}</span>
          </div>
        )}
        <div className={classes.marker} style={{ left: percent(score) }} />
      </div>
      <div className={classes.ticks}>
        {QUARTERS.map((quarter) => (
          <span key={quarter} style={{ left: `${quarter}%` }}>
            {number(min + (quarter / 100) * (max - min))}
          </span>
        ))}
      </div>
      <div className={classes.ends}>
        <span>{t('report.risky')}</span>
        <span>{t('report.safe')}</span>
      </div>
    </div>
  );
}
