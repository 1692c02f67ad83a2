import type { Parameter, PlacedOperation } from '../openapi/document.js';
import { named, type Schemas } from './fields.js';
import { type Html, html } from './html.js';
import { literal } from './literal.js';

const MULTIPART = 'multipart/form-data';

function parameterInput({ name, in: place, required, example }: Parameter): Html {
  const id = `try-${place}-${name}`;
  const value = place === 'path' && example !== undefined ? String(example) : '';
  return html`<p><label for="${id}"><code>${name}</code> <small>${place}</small></label>
<input id="${id}" data-place="${place}" data-name="${name}" value="${value}" autocomplete="off" spellcheck="false"${required ? html` required` : html``}></p>`;
}

/** Chooses what a form of files sends, under the field that the description names. */
function fileInput({ requestBody }: PlacedOperation['operation'], schemas: Schemas): Html {
  const form = named(requestBody?.content[MULTIPART]?.schema ?? {}, schemas);
  const [field] = Object.entries(form.properties ?? {});
  if (field === undefined) return html``;
  const [name, { type }] = field;
  const many = type === 'array' ? html` multiple` : html``;
  return html`<p hidden><label for="try-file">File</label><input id="try-file" type="file" data-name="${name}"${many}></p>`;
}

function bodyInput({ operation }: PlacedOperation, schemas: Schemas): Html {
  const content = Object.entries(operation.requestBody?.content ?? {});
  const options = content.map(([type, { example }]) => {
    const text = typeof example === 'string' ? example : literal(example);
    return html`<option value="${type}" data-example="${type === MULTIPART ? '' : text}">${type}</option>`;
  });
  if (options.length === 0) return html``;
  return html`<p><label for="try-type">Body type</label><select id="try-type">${options}</select></p>
<p><label for="try-body">Body</label><textarea id="try-body" rows="12" spellcheck="false"></textarea></p>
${fileInput(operation, schemas)}`;
}

/** A form that sends the call from the reader's browser with the reader's own token. */
export function tryForm(placed: PlacedOperation, schemas: Schemas): Html {
  const { method, path, operation } = placed;
  const parameters = operation.parameters ?? [];
  const ofPath = parameters.filter((parameter) => parameter.in === 'path').map(parameterInput);
  const others = parameters.filter((parameter) => parameter.in !== 'path').map(parameterInput);
  const more =
    others.length > 0
      ? html`<details><summary>Optional parameters</summary><div class="grid">${others}</div></details>`
      : html``;
  const token =
    operation.security === undefined
      ? html`<p><label for="try-token">Your bearer token</label><input id="try-token" type="password" autocomplete="off" spellcheck="false"> <small>stays in this tab</small></p>`
      : html``;
  return html`<h2 id="try">Try it</h2>
<noscript><p>Trying a call here needs JavaScript.</p></noscript>
<form id="try-form" data-method="${method.toUpperCase()}" data-path="${path}">
${token}${ofPath}${more}${bodyInput(placed, schemas)}
<p><button type="submit">Send ${method.toUpperCase()} ${path}</button>${method === 'get' ? html`` : html` <small>This changes the data of this server.</small>`}</p>
<output id="try-answer" aria-live="polite" hidden><p id="try-status"></p><pre tabindex="0" role="region" aria-label="Answer"><code id="try-text"></code></pre></output>
</form>`;
}
