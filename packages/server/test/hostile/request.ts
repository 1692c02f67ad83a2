/** One request as it goes over the wire: every byte is the generator's, right or wrong. */
export interface HostileCase {
  /** The documented call that it is aimed at: `POST /payments`. */
  operation: string;
  method: string;
  /** Path and query string, escaped or deliberately not. */
  target: string;
  headers: readonly (readonly [string, string])[];
  body: Buffer;
  /** In place of the body's true length, or null for none at all. */
  contentLength?: string | null;
  /** Whose token goes along, unless the headers bring an Authorization of their own. */
  caller: 'administrator' | 'disposable' | 'nobody';
}

/** Whom the cases are sent as, and to where. */
export interface Target {
  host: string;
  port: number;
  tokens: { administrator: string; disposable: string };
}

function allHeaders(one: HostileCase, target: Target): (readonly [string, string])[] {
  const { caller, headers, contentLength, body } = one;
  const brings = (name: string) => headers.some(([key]) => key.toLowerCase() === name);
  const length = contentLength === undefined ? String(body.length) : contentLength;
  const isBodiless = one.method === 'GET' && body.length === 0 && contentLength === undefined;
  return [
    ['Host', `${target.host}:${target.port}`],
    ['Connection', 'close'],
    ...(caller === 'nobody' || brings('authorization')
      ? []
      : [['Authorization', `Bearer ${target.tokens[caller]}`] as const]),
    ...headers,
    ...(length === null || isBodiless ? [] : [['Content-Length', length] as const]),
  ];
}

/** The bytes of a case. Texts outside Latin-1 go as UTF-8, as careless clients send them. */
export function wireBytes(one: HostileCase, target: Target): Buffer {
  const lines = allHeaders(one, target).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `${one.method} ${one.target} HTTP/1.1\r\n${lines.join('')}\r\n`;
  return Buffer.concat([Buffer.from(head), one.body]);
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** A command that sends the case again; the token of an administrator is expected in $TOKEN. */
export function reproduction(one: HostileCase, target: Target): string {
  const isPlain = one.contentLength === undefined && /^[\x21-\x7e]*$/.test(one.target);
  const isClean = one.headers.every(([, value]) => /^[\x20-\x7e]*$/.test(value));
  if (!isPlain || !isClean) {
    const hidden = { ...target, tokens: { administrator: 'TOKEN', disposable: 'TOKEN' } };
    const bytes = wireBytes(one, hidden).toString('base64');
    return `echo ${bytes} | base64 -d | sed "s/Bearer TOKEN/Bearer $TOKEN/" | nc ${target.host} ${target.port}`;
  }
  const headers = one.headers.map(([name, value]) => ` -H ${quoted(`${name}: ${value}`)}`).join('');
  const token = one.caller === 'nobody' ? '' : ' -H "authorization: Bearer $TOKEN"';
  const url = quoted(`http://${target.host}:${target.port}${one.target}`);
  const call = `curl -sS -i --path-as-is -g -X ${one.method} ${url}${token}${headers}`;
  if (one.body.length === 0) return call;
  return `echo ${one.body.toString('base64')} | base64 -d | ${call} --data-binary @-`;
}
