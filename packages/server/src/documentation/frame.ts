import { type Description, operationsOf, type PlacedOperation } from '../openapi/document.js';
import { type Html, html } from './html.js';

/** The name of a call in addresses: PUT /users/{id} is `users-id-put`. */
export function slugOf({ method, path }: Pick<PlacedOperation, 'method' | 'path'>): string {
  return `${path.slice(1).replace(/[{}]/g, '').replaceAll('/', '-')}-${method}`;
}

/** Links to every call, by tag. */
export function callLists(description: Description, current: string | null, heading: 2 | 3): Html {
  const lists = description.tags.map(({ name }) => {
    const calls = operationsOf(description).filter(({ operation }) =>
      operation.tags.includes(name),
    );
    const links = calls.map((call) => {
      const slug = slugOf(call);
      const mark = slug === current ? html` aria-current="page"` : html``;
      return html`<li><a href="/documentation/${slug}"${mark}><span class="method ${call.method}">${call.method.toUpperCase()}</span> <span class="path">${call.path}</span></a></li>`;
    });
    const title = heading === 2 ? html`<h2>${name}</h2>` : html`<p class="tag">${name}</p>`;
    return html`${title}<ul class="calls">${links}</ul>`;
  });
  return html`${lists}`;
}

interface Page {
  title: string;
  main: Html;
  navigation: Html;
}

/** A whole page; style and script are files of this server. */
export function frame({ title, main, navigation }: Page): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Maia Score API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/documentation/assets/reference.css">
<script src="/documentation/assets/reference.js" defer></script>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header><a class="home" href="/documentation">Maia Score API</a><nav aria-label="Elsewhere"><a href="/openapi.json">openapi.json</a> <a href="/console/">Console</a></nav></header>
<div class="columns">
${navigation}
<main id="main" tabindex="-1">${main}</main>
</div>
</body>
</html>
`;
  return page.text;
}
