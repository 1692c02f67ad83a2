import type { Report, ReportSummary } from '@maia/sdk';
import { queryOptions } from '@tanstack/react-query';
import type { Language } from '../i18n/language.js';
import { maia } from './client.js';

const NEWEST_COUNT = 25;
const WAITING_POLL_MS = 3_000;

async function newestReports(filter: {
  referenceId?: string;
  uuid?: string;
}): Promise<ReportSummary[]> {
  const query = { ...filter, _limit: NEWEST_COUNT, _sort: 'id:DESC' };
  return maia.GET('/reports', { params: { query } });
}

/** The newest reports; with a text, those of that customer or of that number. */
async function findReports(find: string): Promise<ReportSummary[]> {
  if (find === '') return newestReports({});
  const [ofCustomer, ofNumber] = await Promise.all([
    newestReports({ referenceId: find }),
    newestReports({ uuid: find }),
  ]);
  const known = new Set(ofCustomer.map((report) => report.id));
  return [...ofCustomer, ...ofNumber.filter((report) => !known.has(report.id))];
}

export const reportsQuery = (find: string) =>
  queryOptions({ queryKey: ['reports', find], queryFn: () => findReports(find), staleTime: 0 });

/** One report with its texts in a language; asked for again until it has its score. */
export const reportQuery = (id: string, language: Language) =>
  queryOptions({
    queryKey: ['report', id, language],
    queryFn: (): Promise<Report> =>
      maia.GET('/reports/{id}', { params: { path: { id }, query: { lang: language } } }),
    refetchInterval: ({ state }) => (state.data?.processed === false ? WAITING_POLL_MS : false),
  });

export interface ScoreRequest {
  referenceId: string;
  /** YYYY-MM-DD; empty for today. */
  asOf: string;
}

/** Scores a stored customer. Throws MaiaError: 404 when nobody has that reference. */
export async function requestScore({ referenceId, asOf }: ScoreRequest): Promise<Report> {
  const body = { type: 'reference' as const, referenceId, ...(asOf === '' ? {} : { asOf }) };
  return maia.POST('/reports', { body });
}
