// Makes the figures and tables of docs/methodology.md from the seeded demo portfolio.
// With --check it writes nothing and fails when a committed file is not what would be written.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildStale } from './build.js';

buildStale();
const [{ figuresOf }, { measure }, { tablesOf }] = await Promise.all([
  import('./methodology/figures.js'),
  import('./methodology/measured.js'),
  import('./methodology/tables.js'),
]);

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = 'docs/figures';
const document = 'docs/methodology.md';

/** Puts each table between its markers. Every table has a place, and every place a table. */
function withTables(text, tables) {
  const placed = new Set();
  const filled = text.replace(/^<!-- figures: (\w+) -->\n[\s\S]*?^<!-- end -->$/gm, (_, name) => {
    if (tables[name] === undefined) throw new Error(`${document} wants a table "${name}"`);
    placed.add(name);
    return `<!-- figures: ${name} -->\n${tables[name]}\n<!-- end -->`;
  });
  const homeless = Object.keys(tables).filter((name) => !placed.has(name));
  if (homeless.length > 0) throw new Error(`${document} has no place for ${homeless.join(', ')}`);
  return filled;
}

function committed() {
  const path = join(root, folder);
  return existsSync(path) ? readdirSync(path).map((name) => `${folder}/${name}`) : [];
}

function write(files) {
  mkdirSync(join(root, folder), { recursive: true });
  for (const path of committed()) if (!files.has(path)) rmSync(join(root, path));
  for (const [path, text] of files) writeFileSync(join(root, path), text);
}

function check(files) {
  const isStale = (path) => {
    const place = join(root, path);
    return !existsSync(place) || readFileSync(place, 'utf8') !== files.get(path);
  };
  const stale = [...new Set([...files.keys(), ...committed()])].filter(isStale);
  for (const path of stale) process.stdout.write(`${path} is stale: run npm run methodology\n`);
  process.exitCode = stale.length === 0 ? 0 : 1;
}

const measured = await measure();
const text = withTables(readFileSync(join(root, document), 'utf8'), tablesOf(measured));
const figures = Object.entries(figuresOf(measured)).map(([name, svg]) => [
  `${folder}/${name}`,
  svg,
]);
const files = new Map([[document, text], ...figures]);
if (process.argv.includes('--check')) check(files);
else write(files);
