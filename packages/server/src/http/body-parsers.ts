import type { FastifyInstance, FastifyRequest } from 'fastify';
import { UnsupportedTypeError } from '../errors.js';
import { formatOf, parseBody } from './parse-body.js';

/** Makes every documented write take JSON, XML, form, and JSON under a form type; all else is a 415. */
export function installBodyParsers(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    '*',
    { parseAs: 'string' },
    async (request: FastifyRequest, text: string) => {
      const contentType = request.headers['content-type'] ?? '';
      const format = formatOf(contentType);
      if (format === null)
        throw new UnsupportedTypeError(
          `A body of type "${contentType.slice(0, 100)}" is not read here; send application/json, application/xml or application/x-www-form-urlencoded.`,
        );
      return parseBody(format, text);
    },
  );
}
