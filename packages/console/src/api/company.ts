import type { Company } from '@maia/sdk';
import { queryOptions } from '@tanstack/react-query';
import { maia } from './client.js';
import { orNull } from './or-null.js';

async function readCompany(): Promise<Company | null> {
  const companies = await orNull(maia.GET('/company'));
  return companies?.[0] ?? null;
}

/** The lender with its settings; null when the role may not read it. */
export const companyQuery = queryOptions({
  queryKey: ['company'],
  queryFn: readCompany,
  staleTime: 300_000,
});
