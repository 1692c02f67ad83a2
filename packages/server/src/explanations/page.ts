import { createHash } from 'node:crypto';
import type { ExplanationOut } from './schemas.js';
import { EXPLANATION_TEXTS, type ExplanationTexts } from './texts.js';

const STYLE = `:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem;line-height:1.25}h2{font-size:1.1rem;margin:1.75rem 0 .5rem}
.score{font-size:3rem;font-weight:700;line-height:1.1;margin:1rem 0 0}
.score small{display:block;font-size:1rem;font-weight:400}
li{margin:.35rem 0}.points{white-space:nowrap;font-variant-numeric:tabular-nums}
dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem;margin:.5rem 0}dd{margin:0}
code{overflow-wrap:anywhere}
@media print{body{margin:0;max-width:none}h2{break-after:avoid}li{break-inside:avoid}}`;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** The page runs nothing and loads nothing; its one style is allowed by its hash. */
export const PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${STYLE_HASH}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}

type Told = ExplanationOut['reasons'];

function list(told: Told, texts: ExplanationTexts, number: Intl.NumberFormat): string {
  const signed = new Intl.NumberFormat(number.resolvedOptions().locale, {
    maximumFractionDigits: 1,
    signDisplay: 'exceptZero',
  });
  const items = told.map(
    ({ text, points }) =>
      `<li>${escaped(text)} <span class="points">(${escaped(texts.points(signed.format(points)))})</span></li>`,
  );
  return `<ol>${items.join('')}</ol>`;
}

function dataSection(
  { dataUsed }: ExplanationOut,
  { texts, number, day }: { texts: ExplanationTexts; number: Intl.NumberFormat; day: Day },
): string {
  const { instalments, firstDueDate, lastDueDate, observedThrough, attributes } = dataUsed;
  const facts =
    instalments === null
      ? texts.erased
      : firstDueDate === null || lastDueDate === null
        ? texts.noInstalments
        : texts.instalments(number.format(instalments), day(firstDueDate), day(lastDueDate));
  const seen = observedThrough === null ? '' : ` ${texts.observedThrough(day(observedThrough))}`;
  const rows = attributes.map(({ name, value }) => {
    const shown = typeof value === 'number' ? number.format(value) : (value ?? '–');
    return `<dt>${escaped(name)}</dt><dd>${escaped(shown)}</dd>`;
  });
  return `<p>${escaped(facts + seen)}</p>${rows.length > 0 ? `<dl>${rows.join('')}</dl>` : ''}`;
}

type Day = (iso: string) => string;

function headline(
  explanation: ExplanationOut,
  texts: ExplanationTexts,
  number: Intl.NumberFormat,
): string {
  const { score, scale, interval, scoreProbability, scoreConfidence, notices } = explanation;
  const shown = (value: number | null): string => (value === null ? '–' : number.format(value));
  const range = scale && texts.outOf(shown(scale.min), shown(scale.max));
  const sentences = [
    scoreProbability !== null && texts.probability(shown(scoreProbability)),
    interval &&
      texts.likely(shown(Math.round(interval.scoreLow)), shown(Math.round(interval.scoreHigh))),
    scoreConfidence !== null && texts.confidence(shown(scoreConfidence)),
    ...notices.map(({ text }) => text),
  ];
  return `<p class="score">${shown(score)}<small>${escaped(range ?? '')}</small></p>
${sentences.map((sentence) => (sentence ? `<p>${escaped(sentence)}</p>` : '')).join('')}`;
}

/** The explanation as a page to read, print or hand over. */
export function explanationPage(explanation: ExplanationOut): string {
  const { language, report, reasons, strengths, model, review } = explanation;
  const texts = EXPLANATION_TEXTS[language];
  const number = new Intl.NumberFormat(language);
  const calendar = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' });
  const day: Day = (iso) => calendar.format(new Date(`${iso}T00:00:00Z`));
  const subject = report.referenceId ?? report.uuid;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(`${texts.title}: ${subject}`)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escaped(texts.title)}</h1>
<p>${escaped(`${review.company} · ${subject} · ${texts.asOf(day(report.asOf))}`)}</p>
${headline(explanation, texts, number)}
<h2>${escaped(texts.lowered)}</h2>
${reasons.length > 0 ? list(reasons, texts, number) : `<p>${escaped(texts.nothingLowered)}</p>`}
${strengths.length > 0 ? `<h2>${escaped(texts.raised)}</h2>${list(strengths, texts, number)}` : ''}
<h2>${escaped(texts.wouldRaise)}</h2>
<p>${escaped(explanation.adviceText)}</p>
<h2>${escaped(texts.dataUsed)}</h2>
${dataSection(explanation, { texts, number, day })}
<h2>${escaped(texts.model)}</h2>
<p>${escaped(model.version ?? '')} <code>${escaped(model.binaryPath ?? '')}</code></p>
<h2>${escaped(texts.review)}</h2>
<p>${escaped(review.text)}</p>
</main>
</body>
</html>
`;
}
