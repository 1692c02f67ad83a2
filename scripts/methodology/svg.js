export const WIDTH = 720;
export const HEIGHT = 416;
export const FRAME = { left: 64, right: 24, top: 64, bottom: 72 };

/** Mid-tones that can be read on light and on dark pages; readers who ask for dark get lighter ones. */
const STYLE = `
text{font:13px system-ui,sans-serif;fill:#59636e}
.one{stroke:#2f7fd6;fill:#2f7fd6}.two{stroke:#d0661a;fill:#d0661a}
@media (prefers-color-scheme:dark){text{fill:#9198a1}.one{stroke:#4a97ea;fill:#4a97ea}.two{stroke:#e08138;fill:#e08138}}
.title{font-size:15px;font-weight:600}
.end{text-anchor:end}.middle{text-anchor:middle}
.grid{stroke:#8c959f;stroke-opacity:.3}.axis{stroke:#8c959f}
.bar{stroke:none;fill-opacity:.75}.area{stroke:none;fill-opacity:.2}
.line,.thin,.hollow{fill:none;stroke-width:2}.thin{stroke-width:1.5}.dashed{stroke-dasharray:5 4}
`;

/** A whole SVG file. `origin` says of which customers and model the figure is. */
export function figure({ title, description, origin, body }) {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="title desc">
<title id="title">${escaped(title)}</title>
<desc id="desc">${escaped(`${description} ${origin}.`)}</desc>
<style>${STYLE}</style>
${text(16, 24, title, 'title')}
${text(16, 44, origin)}
${body.flat(2).join('\n')}
</svg>
`;
}

/** Where a value lies between the edges of the frame; what lies outside is drawn on the edge. */
function placeBetween(from, to, { domain, shape = (value) => value }) {
  const [low, high] = domain.map(shape);
  return (value) => {
    const share = (shape(value) - low) / (high - low);
    return from + Math.min(1, Math.max(0, share)) * (to - from);
  };
}

/** From the left edge of the frame, or from further right. */
export function across(scale, left = FRAME.left) {
  return placeBetween(left, WIDTH - FRAME.right, scale);
}

export function upwards(scale) {
  return placeBetween(HEIGHT - FRAME.bottom, FRAME.top, scale);
}

/** Of rising ticks those that enclose the values. */
export function ticksAround(ticks, values) {
  const first = ticks.findLastIndex((tick) => tick <= Math.min(...values));
  const last = ticks.findIndex((tick) => tick >= Math.max(...values));
  return ticks.slice(Math.max(first, 0), last < 0 ? ticks.length : last + 1);
}

export function bottomAxis(x, { ticks, show, label }) {
  const edge = HEIGHT - FRAME.bottom;
  return [
    line({ x1: FRAME.left, y1: edge, x2: WIDTH - FRAME.right, y2: edge }, 'axis'),
    ticks.map((tick) => text(x(tick), edge + 18, show(tick), 'middle')),
    text((FRAME.left + WIDTH - FRAME.right) / 2, HEIGHT - 12, label, 'middle'),
  ];
}

export function leftAxis(y, { ticks, show, label }) {
  return [
    ticks.map((tick) =>
      line({ x1: FRAME.left, y1: y(tick), x2: WIDTH - FRAME.right, y2: y(tick) }, 'grid'),
    ),
    ticks.map((tick) => text(FRAME.left - 8, y(tick) + 4, show(tick), 'end')),
    `<text class="middle" transform="translate(14 ${place((FRAME.top + HEIGHT - FRAME.bottom) / 2)}) rotate(-90)">${escaped(label)}</text>`,
  ];
}

/** Marks and what they mean, one below the other. */
export function legend(x, y, entries) {
  return entries.map(([mark, label], index) => [
    mark(x, y + 20 * index - 4),
    text(x + 14, y + 20 * index, label),
  ]);
}

export function text(x, y, content, name = '') {
  const named = name === '' ? '' : ` class="${name}"`;
  return `<text x="${place(x)}" y="${place(y)}"${named}>${escaped(content)}</text>`;
}

export function line({ x1, y1, x2, y2 }, name) {
  return `<line class="${name}" x1="${place(x1)}" y1="${place(y1)}" x2="${place(x2)}" y2="${place(y2)}"/>`;
}

export function rectangle({ x, y, width, height }, name) {
  return `<rect class="${name}" x="${place(x)}" y="${place(y)}" width="${place(width)}" height="${place(height)}"/>`;
}

export function dot(x, y, name) {
  return `<circle class="${name}" cx="${place(x)}" cy="${place(y)}" r="4"/>`;
}

export function diamond(x, y, name) {
  return path([[x, y - 5], [x + 5, y], [x, y + 5], [x - 5, y], 'z'], name);
}

export function path(points, name) {
  const steps = points.map((point, index) => {
    if (point === 'z') return 'Z';
    return `${index === 0 ? 'M' : 'L'}${place(point[0])} ${place(point[1])}`;
  });
  return `<path class="${name}" d="${steps.join('')}"/>`;
}

function place(value) {
  return String(Number(value.toFixed(1)));
}

const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(content) {
  return content.replace(/[&<>"]/g, (character) => ESCAPES[character]);
}
