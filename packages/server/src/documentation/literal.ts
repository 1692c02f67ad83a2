const WIDTH = 80;

type Language = 'json' | 'javascript';

interface Place {
  language: Language;
  /** Spaces before the line that the value begins on. */
  indent: number;
  /** Characters that stand before the value on its line. */
  before: number;
}

function keyText(key: string, language: Language): string {
  return language === 'javascript' && /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
}

function block(open: string, lines: readonly string[], { language, indent }: Place): string {
  const close = open === '{' ? '}' : ']';
  const inner = ' '.repeat(indent + 2);
  const end = language === 'javascript' ? ',' : '';
  return `${open}\n${lines.map((line) => inner + line).join(',\n')}${end}\n${' '.repeat(indent)}${close}`;
}

function listText(values: readonly unknown[], place: Place): string {
  const inLine = `[${values.map((value) => JSON.stringify(value)).join(', ')}]`;
  const isPlain = values.every((value) => typeof value !== 'object' || value === null);
  if (isPlain && place.before + inLine.length < WIDTH) return inLine;
  const indent = place.indent + 2;
  const lines = values.map((value) => textOf(value, { ...place, indent, before: indent }));
  return block('[', lines, place);
}

function textOf(value: unknown, place: Place): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return listText(value, place);
  const entries = Object.entries(value);
  if (entries.length === 0) return '{}';
  const indent = place.indent + 2;
  const lines = entries.map(([key, part]) => {
    const head = `${keyText(key, place.language)}: `;
    return head + textOf(part, { ...place, indent, before: indent + head.length });
  });
  return block('{', lines, place);
}

/** A value as the documentation prints it: short lists in a line, the rest a line each. */
export function literal(value: unknown, language: Language = 'json', indent = 0): string {
  return textOf(value, { language, indent, before: indent });
}
