import { nameFeature, showValue } from '../../packages/engine/dist/index.js';
import { decimal, originOf, percent, whole } from './numbers.js';

/** The tables of the methodology as Markdown, by the name of their marker. */
export function tablesOf(measured) {
  return {
    features: features(measured),
    measures: measures(measured),
    card: card(measured),
    bins: bins(measured),
    calibration: calibration(measured),
    bands: bands(measured),
    interval: interval(measured),
    confidence: confidence(measured),
    example: example(measured),
  };
}

/** The characteristic that alone tells most. */
export function strongestOf({ characteristics }) {
  return characteristics.reduce((best, each) =>
    each.informationValue > best.informationValue ? each : best,
  );
}

/** Which values a bin holds, in words. */
export function rangeText(bin, show) {
  if (bin.kind === 'missing') return 'missing';
  if (bin.kind === 'special') return `code ${bin.value}`;
  if (bin.kind === 'categories') return bin.codes.map(show).join(', ');
  if (bin.from === null && bin.to === null) return 'any value';
  if (bin.from === null) return `below ${show(bin.to)}`;
  return bin.to === null
    ? `${show(bin.from)} or more`
    : `${show(bin.from)} to below ${show(bin.to)}`;
}

function table(head, rows) {
  const lines = [head, head.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function origin(measured, more = '') {
  return `${originOf(measured)}${more}.`;
}

const DIRECTIONS = ['rises', 'falls', 'free'];

function features({ features: definitions }) {
  const families = [...new Set(definitions.map(({ family }) => family))];
  const count = (list, direction) => list.filter((each) => each.direction === direction).length;
  const rowOf = (name, list) => [
    name,
    ...DIRECTIONS.map((direction) => whole(count(list, direction))),
    whole(list.length),
  ];
  return table(
    ['family', 'risk rises with the value', 'falls', 'free', 'all'],
    [
      ...families.map((family) =>
        rowOf(
          `\`${family}\``,
          definitions.filter((each) => each.family === family),
        ),
      ),
      rowOf('all', definitions),
    ],
  );
}

/** A measure with its interval where it has one. */
function estimate(measure, digits = 3) {
  if (typeof measure === 'number') return decimal(measure, digits);
  const [value, low, high] = [measure.value, measure.low, measure.high].map((each) =>
    decimal(each, digits),
  );
  return `${value} (${low} to ${high})`;
}

function measures(measured) {
  const { byCustomer: v } = measured.report;
  const rows = [
    ['AUC', estimate(v.auc)],
    ['Gini', estimate(v.gini)],
    ['KS', estimate(v.ks)],
    ['Brier score', estimate(v.brier, 4)],
    ['log-loss', estimate(v.logLoss, 4)],
    ['ECE', `${estimate(v.ece, 4)}; a perfect model of this size ${estimate(v.ecePerfect, 4)}`],
    ['calibration slope', estimate(v.calibrationSlope)],
    ['calibration intercept', estimate(v.calibrationIntercept)],
    ['threshold', percent(v.threshold.threshold)],
    ['accuracy', estimate(v.threshold.accuracy)],
    ['precision', v.threshold.precision === null ? '–' : estimate(v.threshold.precision)],
    ['MAE, RMSE', `${estimate(v.threshold.mae)}, ${estimate(v.threshold.rmse)}`],
  ];
  const where = `, bad rate ${percent(v.badRate)}; each customer predicted by fits that did not see them`;
  return `${origin(measured, where)}\n\n${table(['measure', 'value'], rows)}`;
}

function card(measured) {
  const { model } = measured;
  const rows = model.characteristics.map(({ code, column, bins: all, ...each }) => {
    const points = all.map((bin) => bin.points);
    return [
      `\`${code}\``,
      nameFeature(code, 'en'),
      `\`${model.featureSpace.definitions[column].family}\``,
      whole(all.length),
      decimal(each.informationValue, 2),
      decimal(each.coefficient, 2),
      `${decimal(Math.min(...points), 1)} to ${decimal(Math.max(...points), 1)}`,
    ];
  });
  const head = ['code', 'name', 'family', 'bins', 'IV', 'coefficient', 'points'];
  return `${origin(measured)}\n\n${table(head, rows)}`;
}

function bins(measured) {
  const { model } = measured;
  const { code, column, bins: all } = strongestOf(model);
  const definition = model.featureSpace.definitions[column];
  const show = (value) => showValue(definition, value, 'en');
  const rows = all.map((bin) => [
    rangeText(bin, show),
    whole(bin.goods),
    whole(bin.bads),
    percent(bin.bads / (bin.goods + bin.bads)),
    decimal(bin.woe, 2),
    decimal(bin.points, 1),
  ]);
  const head = [nameFeature(code, 'en'), 'goods', 'bads', 'bad rate', 'WoE', 'points'];
  return `\`${code}\`. ${origin(measured)}\n\n${table(head, rows)}`;
}

function calibration(measured) {
  const { report, fresh } = measured;
  const rows = report.byCustomer.calibrationTable.map((bin, tenth) => [
    whole(bin.customers),
    percent(bin.expectedBadRate),
    percent(bin.observedBadRate),
    `${percent(bin.observedLow)} to ${percent(bin.observedHigh)}`,
    percent(fresh.tenths[tenth].pd),
    percent(fresh.tenths[tenth].expected),
  ]);
  const head = ['customers', 'predicted', 'observed', '95 % interval', 'unseen: predicted'];
  const where = `; on the right ${whole(fresh.customers)} unseen customers with their exact expected outcome`;
  return `${origin(measured, where)}\n\n${table([...head, 'unseen: exact'], rows)}`;
}

function bands(measured) {
  const rows = measured.report.scoreBands.map((band) => [
    `${whole(band.scoreFrom)} to ${whole(band.scoreTo)}`,
    whole(band.customers),
    whole(band.bads),
    band.badRate === null ? '–' : percent(band.badRate),
    percent(band.cumulativeShare),
    band.cumulativeBadRate === null ? '–' : percent(band.cumulativeBadRate),
  ]);
  const head = ['score', 'customers', 'bads', 'bad rate', 'at or above', 'bad rate at or above'];
  return `${origin(measured)}\n\n${table(head, rows)}`;
}

function interval(measured) {
  const { groups, all } = measured.intervals;
  const rowOf = (name, { customers, held, widthInPoints }) => [
    name,
    whole(customers),
    percent(held),
    decimal(widthInPoints, 1),
  ];
  const rows = [
    ...groups.map(({ from, to, ...group }) =>
      rowOf(Number.isFinite(to) ? `${from} to ${to}` : `${from} or more`, group),
    ),
    rowOf('all', all),
  ];
  const head = ['instalments', 'unseen customers', 'within the 90 % interval', 'width in points'];
  return `${origin(measured, '; one training')}\n\n${table(head, rows)}`;
}

function confidence(measured) {
  const { customers, long, steps } = measured.confidence;
  const where = `; ${whole(customers)} unseen customers with ${long} instalments or more`;
  const rows = [
    ['mean', ...steps.map(({ mean }) => whole(mean))],
    ['10th percentile', ...steps.map(({ low }) => whole(low))],
    ['90th percentile', ...steps.map(({ high }) => whole(high))],
  ];
  const head = ['instalments known', ...steps.map(({ depth }) => whole(depth))];
  return `${origin(measured, where)}\n\n${table(head, rows)}`;
}

function example(measured) {
  const { model, example: one } = measured;
  const rows = one.lines.map(({ code, value, bin }) => {
    const definition = model.featureSpace.definitions.find((each) => each.code === code);
    const show = (number) => showValue(definition, number, 'en');
    return [
      `\`${code}\``,
      value === null ? 'missing' : show(value),
      rangeText(bin, show),
      decimal(bin.woe, 2),
      decimal(bin.points, 2),
    ];
  });
  const sum = one.lines.reduce((total, { bin }) => total + bin.points, 0);
  const { pdLow, pdHigh, scoreLow, scoreHigh } = one.interval;
  const told = one.reasons.map(({ family, points }) => `\`${family}\` ${decimal(points, 1)}`);
  const raised = one.strengths.map(({ family, points }) => `\`${family}\` ${decimal(points, 1)}`);
  return [
    origin(measured, `; an unseen customer with ${one.instalments} instalments`),
    '',
    table(
      ['characteristic', 'value', 'bin', 'WoE', 'points'],
      [...rows, ['**score**', '', '', '', `**${decimal(sum, 2)}**`]],
    ),
    '',
    `Log-odds ${decimal(one.logOdds, 3)}, \`pd\` ${percent(one.pd, 2)}, 90 % interval ${percent(pdLow)} to ${percent(pdHigh)} (score ${decimal(scoreLow, 1)} to ${decimal(scoreHigh, 1)}), confidence ${whole(one.confidence)}. Points of the reasons: ${told.join(', ') || 'none'}; of the strengths: ${raised.join(', ') || 'none'}.`,
  ].join('\n');
}
