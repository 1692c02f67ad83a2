import type {
  Content,
  Description,
  MediaType,
  Operation,
  Parameter,
  PlacedOperation,
} from '../openapi/document.js';
import {
  fileClient,
  nodeClient,
  type PrintedRequest,
  phpClient,
  pythonClient,
  shellClient,
} from './clients.js';
import { fieldTable, named, type Schemas, typeText } from './fields.js';
import { type Html, html, prose } from './html.js';
import { literal } from './literal.js';
import { code, tabs } from './tabs.js';
import { tryForm } from './try-form.js';

const FORM = 'application/x-www-form-urlencoded';

function parameterTable(parameters: readonly Parameter[], schemas: Schemas): Html {
  const rows = parameters.map(
    ({ name, in: place, required, schema, description }) =>
      html`<tr><th scope="row"><code>${name}</code></th><td>${place}</td><td>${typeText(schema, schemas)}</td><td>${String(required ?? false)}</td><td>${prose(description ?? '')}</td></tr>`,
  );
  return html`<h2>Parameters</h2><div class="scroll" tabindex="0" role="region" aria-label="Parameters"><table>
<thead><tr><th scope="col">name</th><th scope="col">in</th><th scope="col">type</th><th scope="col">required</th><th scope="col">description</th></tr></thead>
<tbody>${rows}</tbody></table></div>`;
}

const exampleText = (example: unknown): string =>
  typeof example === 'string' ? example : literal(example);

/** A form of files is made by a client rather than written by hand, so curl shows it. */
function bodyExample(
  type: string,
  { example, schema }: MediaType,
  { request, schemas }: { request: PrintedRequest; schemas: Schemas },
): string {
  if (type !== 'multipart/form-data') return exampleText(example);
  const [field = 'file'] = Object.keys(named(schema, schemas).properties ?? {});
  return fileClient(request, { field, filename: `${request.path.split('/')[1]}.csv` });
}

function bodyPart(content: Content, schemas: Schemas, request: PrintedRequest): Html {
  const entries = Object.entries(content).map(([type, media]) => ({
    label: type,
    panel: code(bodyExample(type, media, { request, schemas }), `Example as ${type}`),
  }));
  const [first] = Object.values(content);
  const table = first ? fieldTable(first.schema, schemas, 'Fields of the body') : html``;
  return html`<h2>Request Body</h2>${tabs('body', 'Body type', entries)}${table}`;
}

/** The path with what every request must fill in, in braces: `/users/%7Bid%7D`. */
function printedPath({ path, operation }: PlacedOperation): string {
  const required = (operation.parameters ?? []).filter(
    (parameter) => parameter.in === 'query' && parameter.required,
  );
  const query = required.map(({ name }) => `${name}={${name}}`).join('&');
  return (query === '' ? path : `${path}?${query}`).replace(/[{}]/g, encodeURIComponent);
}

/** What the printed clients of a call send: JSON text under the form type, as the documentation always did. */
function printedRequest(placed: PlacedOperation, origin: string): PrintedRequest {
  const { method, operation } = placed;
  const content = operation.requestBody?.content ?? {};
  const type = FORM in content ? FORM : Object.keys(content)[0];
  const needsToken = operation.security === undefined;
  return {
    method: method.toUpperCase(),
    origin,
    path: printedPath(placed),
    needsToken,
    ...(type ? { body: { type, value: content[type]?.example } } : {}),
  };
}

function clientPart(request: PrintedRequest): Html {
  const clients = [
    { label: 'Shell + Curl', text: shellClient(request) },
    { label: 'Node + Native', text: nodeClient(request) },
    { label: 'Python + Python3', text: pythonClient(request) },
    { label: 'Php + Curl', text: phpClient(request) },
  ];
  const entries = clients.map(({ label, text }) => ({ label, panel: code(text, label) }));
  return html`<h3>Code Snippets</h3>${tabs('client', 'Language', entries)}`;
}

function answerPart(responses: Operation['responses'], schemas: Schemas): Html {
  const answers = Object.entries(responses).map(([status, { description, content }]) => {
    const entries = Object.entries(content ?? {}).map(([type, { example }]) => ({
      label: type,
      panel: code(exampleText(example), `Example of ${status} as ${type}`),
    }));
    const [first] = Object.values(content ?? {});
    const table = first
      ? fieldTable(first.schema, schemas, `Fields of the answer ${status}`)
      : html``;
    return html`<section class="answer"><h3 id="answer-${status}">${status}</h3><p>${prose(description)}</p>${tabs(`answer-${status}`, `Types of ${status}`, entries)}${table}</section>`;
  });
  return html`<h2>Responses</h2>${answers}`;
}

/** The page of one call: parameters, bodies, clients, answers, and a form to try it. */
export function callPage(placed: PlacedOperation, description: Description, origin: string): Html {
  const { method, path, operation } = placed;
  const { schemas } = description.components;
  const { parameters = [], requestBody } = operation;
  const request = printedRequest(placed, origin);
  return html`<h1>${operation.summary}</h1>
<p class="call"><span class="method ${method}">${method.toUpperCase()}</span> <code class="path">${path}</code></p>
<blockquote>${prose(operation.description)}</blockquote>
${parameters.length > 0 ? parameterTable(parameters, schemas) : html``}
${requestBody ? bodyPart(requestBody.content, schemas, request) : html``}
${clientPart(request)}
${answerPart(operation.responses, schemas)}
${tryForm(placed, schemas)}`;
}
