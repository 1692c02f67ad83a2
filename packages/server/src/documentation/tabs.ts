import { type Html, html } from './html.js';

export interface Tab {
  label: string;
  panel: Html;
}

/** A piece of code that can be scrolled with the keyboard. */
export function code(text: string, label: string): Html {
  return html`<pre tabindex="0" role="region" aria-label="${label}"><code>${text}</code></pre>`;
}

/** Panels of which a script shows one at a time; without a script they stand below each other. */
export function tabs(name: string, label: string, entries: readonly Tab[]): Html {
  const panels = entries.map(
    ({ label: title, panel }, index) =>
      html`<section class="panel" id="${name}-${index}" data-label="${title}"><p class="panel-title">${title}</p>${panel}</section>`,
  );
  return html`<div class="tabs" data-name="${name}" data-label="${label}">${panels}</div>`;
}
