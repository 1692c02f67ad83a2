import { RARE_CATEGORY } from '../features/attributes.js';
import type { ScorecardModel } from '../model/model.js';
import { type CardBin, type CardCharacteristic, exportCard } from './export-card.js';

/**
 * The card as one query over a table `features`, with a row per customer (`reference`) and a column per characteristic: numbers as
 * double precision, categories as their names, null where not known. It gives the points of each characteristic, the score
 * unrounded and held to the scale, and the probability of going bad.
 */
export function cardSql(model: ScorecardModel): string {
  const { scale, characteristics, unknownScore } = exportCard(model);
  const known = model.characteristics.map((characteristic, index) => {
    const definition = model.featureSpace.definitions[characteristic.column];
    return knownCondition(characteristics[index], definition.missingTells === true);
  });
  const points = characteristics.map((_, index) => `points_${index + 1}`);
  const cases = characteristics.map((each, index) => `    ${pointsCase(each)} as ${points[index]}`);
  const legend = characteristics.map(
    ({ code, column }, index) =>
      `-- ${points[index]}: ${comment(code)}, read from ${quoted(comment(column))}`,
  );
  return `-- Points of the scorecard. Standard SQL; needs double-quoted names (MySQL: sql_mode ANSI_QUOTES).
${legend.join('\n')}
with card as (
  select
    reference,
${cases.join(',\n')},
    case when ${known.join('\n      or ')} then 1 else 0 end as known
  from features
),
scored as (
  select
    card.*,
    case
      when known = 0 then ${literal(unknownScore)}
      else ${points.join(' + ')}
    end as total
  from card
)
select
  reference,
  ${points.join(', ')},
  case
    when total < ${literal(scale.min)} then ${literal(scale.min)}
    when total > ${literal(scale.max)} then ${literal(scale.max)}
    else total
  end as score,
  1 / (1 + exp((total - ${literal(scale.offset)}) / ${literal(scale.factor)})) as pd
from scored
order by reference;
`;
}

function pointsCase(characteristic: CardCharacteristic): string {
  const name = quoted(characteristic.column);
  const bins = [...characteristic.bins].sort((a, b) => Number(isRare(a)) - Number(isRare(b)));
  const whens = bins.map((bin) => `when ${condition(bin, name)} then ${literal(bin.points)}`);
  return `case ${whens.join(' ')} else ${literal(characteristic.otherPoints)} end`;
}

/** The bin of all categories that were too rare in training, to which new ones belong; it is asked last. */
function isRare({ categories }: CardBin): boolean {
  return categories?.includes(RARE_CATEGORY) ?? false;
}

/** Whether the card knows something of the value: a missing one tells nothing, except where that itself is a fact. */
function knownCondition({ column, bins }: CardCharacteristic, missingTells: boolean): string {
  const name = quoted(column);
  const telling = bins.filter(({ kind }) => kind !== 'missing' || missingTells);
  return telling.map((bin) => `(${condition(bin, name)})`).join(' or ') || '1 = 0';
}

function condition(bin: CardBin, name: string): string {
  switch (bin.kind) {
    case 'missing':
      return `${name} is null`;
    case 'special':
      return `${name} = ${literal(bin.special ?? 0)}`;
    case 'categories':
      if (isRare(bin)) return `${name} is not null`;
      return `${name} in (${(bin.categories ?? []).map(text).join(', ')})`;
    case 'range': {
      const { from, to } = bin;
      const parts = [
        ...(from === null ? [] : [`${name} >= ${literal(from)}`]),
        ...(to === null ? [] : [`${name} < ${literal(to)}`]),
      ];
      return parts.length === 0 ? `${name} is not null` : parts.join(' and ');
    }
  }
}

/** The shortest text that reads back as the same number, with an exponent, so that databases read it as floating point. */
function literal(value: number): string {
  return value.toExponential().replace('e+', 'e');
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** A comment ends with its line, so no name may break it. */
function comment(name: string): string {
  return name.replaceAll(/[\r\n]+/g, ' ');
}
