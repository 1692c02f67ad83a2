import { literal } from './literal.js';

/** What a printed client sends. */
export interface PrintedRequest {
  method: string;
  /** Scheme and host of the server: `https://score.lender.example`. */
  origin: string;
  /** With its parameters percent-encoded in place, and those of the query that must be there: `/users/%7Bid%7D`. */
  path: string;
  needsToken: boolean;
  /** Absent for a call without a body; an object is sent as JSON text. */
  body?: { type: string; value: unknown };
}

/** The field of a form that holds a file, and a name that the file might have. */
interface FormFile {
  field: string;
  filename: string;
}

const AUTHORIZATION = 'Bearer REPLACE_BEARER_TOKEN';

function bodyText({ value }: { value: unknown }): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const quoted = (text: string): string => JSON.stringify(text);
const shellQuoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
/** PHP also reads `$name` inside double quotes. */
const phpQuoted = (text: string): string => quoted(text).replaceAll('$', '\\$');

/** The shell reads a query as a pattern of file names. */
const shellUrl = (url: string): string => (url.includes('?') ? shellQuoted(url) : url);
/** Python sends a text in Latin-1. */
const pythonQuoted = (text: string): string =>
  Buffer.byteLength(text) === text.length ? quoted(text) : `${quoted(text)}.encode("utf-8")`;

/** Shell + Curl. */
export function shellClient({ method, origin, path, needsToken, body }: PrintedRequest): string {
  const lines = [
    `curl --request ${method}`,
    `--url ${shellUrl(origin + path)}`,
    ...(needsToken ? [`--header 'Authorization: ${AUTHORIZATION}'`] : []),
    ...(body ? [`--header 'content-type: ${body.type}'`] : []),
    ...(body
      ? [`--data${body.type === 'text/csv' ? '-binary' : ''} ${shellQuoted(bodyText(body))}`]
      : []),
  ];
  return `${lines.join(' \\\n  ')}\n`;
}

/** How curl sends a file of the reader's in a form. */
export function fileClient(request: PrintedRequest, { field, filename }: FormFile): string {
  const { body: _, ...rest } = request;
  return `${shellClient(rest).trimEnd()} \\\n  --form '${field}=@${filename}'\n`;
}

function nodeBody(body: PrintedRequest['body']): string {
  if (!body) return '';
  if (typeof body.value === 'string') return `req.write(${quoted(body.value)});\n`;
  return `req.write(\n  JSON.stringify(${literal(body.value, 'javascript', 2)})\n);\n`;
}

/** Node + Native. */
export function nodeClient(request: PrintedRequest): string {
  const { method, origin, path, needsToken, body } = request;
  const url = new URL(origin);
  const headers = [
    ...(body ? [`    "content-type": ${quoted(body.type)},\n`] : []),
    ...(needsToken ? [`    Authorization: ${quoted(AUTHORIZATION)},\n`] : []),
  ].join('');
  return `const http = require(${quoted(url.protocol.slice(0, -1))});

const options = {
  method: ${quoted(method)},
  hostname: ${quoted(url.hostname)},
  port: ${url.port || 'null'},
  path: ${quoted(path)},
  headers: {${headers === '' ? '' : `\n${headers}  `}},
};

const req = http.request(options, function (res) {
  const chunks = [];

  res.on("data", function (chunk) {
    chunks.push(chunk);
  });

  res.on("end", function () {
    const body = Buffer.concat(chunks);
    console.log(body.toString());
  });
});

${nodeBody(body)}req.end();
`;
}

/** Python + Python3. */
export function pythonClient(request: PrintedRequest): string {
  const { method, origin, path, needsToken, body } = request;
  const url = new URL(origin);
  const connection = url.protocol === 'https:' ? 'HTTPSConnection' : 'HTTPConnection';
  const headers = [
    ...(body ? [`    'content-type': ${quoted(body.type)}`] : []),
    ...(needsToken ? [`    'Authorization': ${quoted(AUTHORIZATION)}`] : []),
  ];
  const payload = body ? `payload = ${pythonQuoted(bodyText(body))}\n\n` : '';
  const headerText = headers.length === 0 ? '{}' : `{\n${headers.join(',\n')}\n    }`;
  return `import http.client

conn = http.client.${connection}(${quoted(url.host)})

${payload}headers = ${headerText}

conn.request(${quoted(method)}, ${quoted(path)}, ${body ? 'payload' : 'None'}, headers)

res = conn.getresponse()
data = res.read()

print(data.decode("utf-8"))
`;
}

/** Php + Curl. */
export function phpClient(request: PrintedRequest): string {
  const { method, origin, path, needsToken, body } = request;
  const headers = [
    ...(needsToken ? [`    ${quoted(`Authorization: ${AUTHORIZATION}`)}`] : []),
    ...(body ? [`    ${quoted(`content-type: ${body.type}`)}`] : []),
  ];
  const fields = body ? `  CURLOPT_POSTFIELDS => ${phpQuoted(bodyText(body))},\n` : '';
  const headerText =
    headers.length === 0 ? '' : `  CURLOPT_HTTPHEADER => [\n${headers.join(',\n')}\n  ],\n`;
  return `<?php

$curl = curl_init();

curl_setopt_array($curl, [
  CURLOPT_URL => ${quoted(origin + path)},
  CURLOPT_RETURNTRANSFER => true,
  CURLOPT_ENCODING => "",
  CURLOPT_MAXREDIRS => 10,
  CURLOPT_TIMEOUT => 30,
  CURLOPT_HTTP_VERSION => CURL_HTTP_VERSION_1_1,
  CURLOPT_CUSTOMREQUEST => ${quoted(method)},
${fields}${headerText}]);

$response = curl_exec($curl);
$err = curl_error($curl);

curl_close($curl);

if ($err) {
  echo "cURL Error #:" . $err;
} else {
  echo $response;
}
`;
}
