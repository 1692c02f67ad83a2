import { nameFeature, showValue } from '../../packages/engine/dist/index.js';
import { originOf, percent, whole } from './numbers.js';
import {
  across,
  bottomAxis,
  diamond,
  dot,
  FRAME,
  figure,
  HEIGHT,
  leftAxis,
  legend,
  line,
  path,
  rectangle,
  text,
  ticksAround,
  upwards,
} from './svg.js';
import { rangeText, strongestOf } from './tables.js';

const SHARES = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 0.8, 0.9, 0.95];
const logOf = Math.log;
const logitOf = (share) => Math.log(share / (1 - share));
const showShare = (share) => `${Number((100 * share).toFixed(1))} %`;

/** The figures of the methodology, by file name. */
export function figuresOf(measured) {
  return {
    'calibration.svg': calibration(measured),
    'score-bands.svg': scoreBands(measured),
    'interval.svg': interval(measured),
    'confidence.svg': confidence(measured),
    'bins.svg': bins(measured),
  };
}

function calibration(measured) {
  const { report, fresh } = measured;
  const table = report.byCustomer.calibrationTable;
  const values = [
    ...table.flatMap((bin) => [bin.expectedBadRate, bin.observedLow, bin.observedHigh]),
    ...fresh.tenths.flatMap(({ pd, expected }) => [pd, expected]),
  ];
  const ticks = ticksAround(SHARES, values);
  const scale = { domain: [ticks[0], ticks.at(-1)], shape: logOf };
  const [x, y] = [across(scale), upwards(scale)];
  const [first, last] = scale.domain;
  return figure({
    title: 'Predicted and observed bad rate, by tenths of the prediction',
    description:
      'Points near the dashed line are calibrated. The whiskers are 95 % intervals of the observed rate (Wilson).',
    origin: originOf(measured),
    body: [
      leftAxis(y, { ticks, show: showShare, label: 'what became of them' }),
      bottomAxis(x, { ticks, show: showShare, label: 'predicted probability of going bad' }),
      line({ x1: x(first), y1: y(first), x2: x(last), y2: y(last) }, 'axis dashed'),
      table.map(({ expectedBadRate, observedBadRate, observedLow, observedHigh }) => {
        const at = x(expectedBadRate);
        return [
          line({ x1: at, y1: y(observedLow), x2: at, y2: y(observedHigh) }, 'one thin'),
          dot(at, y(observedBadRate), 'one'),
        ];
      }),
      fresh.tenths.map(({ pd, expected }) => diamond(x(pd), y(expected), 'two hollow')),
      legend(90, 86, [
        [(...at) => dot(...at, 'one'), 'observed among customers whom the fits did not see'],
        [
          (...at) => diamond(...at, 'two hollow'),
          `exact expected outcome of ${whole(fresh.customers)} other customers`,
        ],
      ]),
    ],
  });
}

function scoreBands(measured) {
  const { report, model } = measured;
  const { scale } = model;
  const bands = report.scoreBands.toReversed();
  const edges = [...bands.map(({ scoreFrom }) => scoreFrom), scale.max];
  const x = across({ domain: [scale.min, scale.max] });
  const y = upwards({ domain: [0, 1] });
  const pdAt = (score) => 1 / (1 + Math.exp((score - scale.offset) / scale.factor));
  const step = (scale.max - scale.min) / 100;
  const curve = Array.from({ length: 101 }, (_, index) => scale.min + index * step);
  return figure({
    title: 'Bad rate by score band',
    description:
      'Bars: bad rate of each tenth of the scale, with the number of its customers below. Dashed: the probability that the scale gives to each score.',
    origin: originOf(measured),
    body: [
      leftAxis(y, { ticks: [0, 0.2, 0.4, 0.6, 0.8, 1], show: showShare, label: 'bad rate' }),
      bottomAxis(x, {
        ticks: edges,
        show: (edge) => whole(edge),
        label: 'score, and customers of each band',
      }),
      bands.map(({ scoreFrom, scoreTo, customers, badRate }) => {
        const [left, right] = [x(scoreFrom) + 4, x(scoreTo) - 4];
        const top = y(badRate ?? 0);
        return [
          rectangle({ x: left, y: top, width: right - left, height: y(0) - top }, 'one bar'),
          text((left + right) / 2, y(0) + 36, `n ${whole(customers)}`, 'middle'),
        ];
      }),
      path(
        curve.map((score) => [x(score), y(pdAt(score))]),
        'two line dashed',
      ),
      legend(420, 96, [
        [
          (at, up) => rectangle({ x: at - 5, y: up - 5, width: 10, height: 10 }, 'one bar'),
          'observed among n customers',
        ],
        [
          (at, up) => line({ x1: at - 8, y1: up, x2: at + 8, y2: up }, 'two line'),
          'what the scale says',
        ],
      ]),
    ],
  });
}

/** Customers of the figure: more could not be told apart. */
const SHOWN = 60;

function interval(measured) {
  const { intervals } = measured;
  const { ranked, all } = intervals;
  const shown = Array.from({ length: SHOWN }, (_, index) => {
    return ranked[Math.floor(((index + 0.5) * ranked.length) / SHOWN)];
  });
  const ticks = ticksAround(
    SHARES,
    shown.flatMap((row) => [row.interval.pdLow, row.interval.pdHigh, row.expected]),
  );
  const y = upwards({ domain: [ticks[0], ticks.at(-1)], shape: logitOf });
  const x = across({ domain: [-1, SHOWN] });
  return figure({
    title: `Intervals of ${SHOWN} unseen customers and their exact expected outcome`,
    description: `From the lowest to the highest predicted probability. Of all ${whole(all.customers)} unseen customers ${percent(all.held)} have their expected outcome within the 90 % interval.`,
    origin: originOf(measured),
    body: [
      leftAxis(y, { ticks, show: showShare, label: 'probability of going bad' }),
      bottomAxis(x, {
        ticks: [],
        show: whole,
        label: 'customers, by predicted probability',
      }),
      shown.map(({ interval: { pdLow, pdHigh }, pd, expected, isHeld }, index) => [
        line({ x1: x(index), y1: y(pdLow), x2: x(index), y2: y(pdHigh) }, 'one thin'),
        line({ x1: x(index) - 3, y1: y(pd), x2: x(index) + 3, y2: y(pd) }, 'one line'),
        diamond(x(index), y(expected), isHeld ? 'two hollow' : 'two'),
      ]),
      legend(90, 86, [
        [
          (at, up) => line({ x1: at, y1: up - 7, x2: at, y2: up + 7 }, 'one thin'),
          '90 % interval; the dash is the prediction',
        ],
        [(...at) => diamond(...at, 'two hollow'), 'expected outcome, within the interval'],
        [(...at) => diamond(...at, 'two'), 'expected outcome, outside'],
      ]),
    ],
  });
}

function confidence(measured) {
  const { steps, customers, long } = measured.confidence;
  const x = across({ domain: [0, steps.at(-1).depth] });
  const y = upwards({ domain: [0, 100] });
  const along = (value) => steps.map((step) => [x(step.depth), y(step[value])]);
  return figure({
    title: 'Confidence by number of instalments known',
    description: `The same ${whole(customers)} unseen customers with ${long} instalments or more, their histories cut to the newest ones. Line: mean. Area: from the lowest to the highest tenth.`,
    origin: originOf(measured),
    body: [
      leftAxis(y, { ticks: [0, 20, 40, 60, 80, 100], show: whole, label: 'confidence' }),
      bottomAxis(x, {
        ticks: steps.map(({ depth }) => depth),
        show: whole,
        label: `instalments known, of ${whole(customers)} customers who have ${long} or more`,
      }),
      path([...along('low'), ...along('high').toReversed(), 'z'], 'one area'),
      path(along('mean'), 'one line'),
      steps.map(({ depth, mean }) => dot(x(depth), y(mean), 'one')),
      steps.map(({ depth, mean }) => text(x(depth), y(mean) - 10, whole(mean), 'middle')),
    ],
  });
}

/** Where the bars of the bins may begin; what they stand for is written to their left. */
const BARS_FROM = 270;

function bins(measured) {
  const { model } = measured;
  const { code, bins: all, column } = strongestOf(model);
  const definition = model.featureSpace.definitions[column];
  const show = (value) => showValue(definition, value, 'en');
  const shown = all.filter(({ goods, bads }) => goods + bads > 0);
  const reach = Math.ceil(Math.max(...shown.map(({ woe }) => Math.abs(woe))));
  const x = across({ domain: [-reach, reach] }, BARS_FROM);
  const height = (HEIGHT - FRAME.bottom - FRAME.top) / shown.length;
  return figure({
    title: `Weight of evidence of ${code}`,
    description: `${nameFeature(code, 'en')}: the characteristic of the card with the highest information value. Bars to the right speak for the customer.`,
    origin: originOf(measured),
    body: [
      line({ x1: x(0), y1: FRAME.top, x2: x(0), y2: HEIGHT - FRAME.bottom }, 'axis'),
      bottomAxis(x, {
        ticks: Array.from({ length: 2 * reach + 1 }, (_, index) => index - reach),
        show: whole,
        label: 'weight of evidence (safer to the right)',
      }),
      shown.map((bin, index) => {
        const top = FRAME.top + index * height;
        const [from, to] = [x(Math.min(0, bin.woe)), x(Math.max(0, bin.woe))];
        const bar = { x: from, y: top + 8, width: to - from, height: height - 16 };
        const rate = percent(bin.bads / (bin.goods + bin.bads));
        return [
          rectangle(bar, bin.woe < 0 ? 'two bar' : 'one bar'),
          text(FRAME.left, top + height / 2 - 4, rangeText(bin, show)),
          text(
            FRAME.left,
            top + height / 2 + 13,
            `${whole(bin.goods + bin.bads)} customers, ${rate} bad`,
          ),
        ];
      }),
    ],
  });
}
