/** The four documented ways to write the same fields: name, content type, body. */
export function bodyKinds(fields: Record<string, string>): [string, string, string][] {
  const json = JSON.stringify(fields);
  const elements = Object.entries(fields).map(([name, value]) => `<${name}>${value}</${name}>`);
  const form = 'application/x-www-form-urlencoded';
  return [
    ['JSON', 'application/json', json],
    ['XML', 'application/xml', `<?xml version="1.0"?><item>${elements.join('')}</item>`],
    ['form', form, new URLSearchParams(fields).toString()],
    ['JSON under a form type', form, json],
  ];
}
