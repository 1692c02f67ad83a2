import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import type { Context } from '../context.js';
import { actorOf, readBody, route } from '../http/route.js';
import { bodyReader } from '../http/validation.js';
import { Company, CompanyUpdate } from './schemas.js';
import { changeCompany, readCompany } from './service.js';

const updateReader = bodyReader(CompanyUpdate);

export function companyRoutes(app: FastifyInstance, context: Context): void {
  route(app, {
    method: 'GET',
    url: '/company',
    access: { permission: 'application.company.find' },
    tag: 'company',
    summary: 'The lender and its settings, as an array of one',
    response: Type.Array(Company),
    handler: async () => [await readCompany(context)],
  });

  route(app, {
    method: 'PUT',
    url: '/company',
    access: { permission: 'application.company.update' },
    tag: 'company',
    summary: 'Change the lender or its settings',
    body: CompanyUpdate,
    response: Company,
    handler: async (request) =>
      changeCompany(context, actorOf(request), readBody(request, updateReader)),
  });
}
