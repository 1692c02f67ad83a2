import { hashText, isoFromDay } from '@maia/engine';

/** What a lender knows of one instalment at the end of a day. */
interface Instalment {
  externalId: string;
  customer: string;
  loan: string;
  openedOn: number;
  amountDue: number;
  dueDate: number;
  amountPaid: number;
  date: number | null;
}

/** A lender whose customers pay, pay in parts, pay late or not at all, and whose clerks correct what they booked. */
export interface Lender {
  references: readonly string[];
  /** The CSV file of payments that changed on a day, in the order of the days; null on a day without any. */
  fileOf(day: number): string | null;
}

interface LenderOptions {
  seed: number;
  firstDay: number;
  days: number;
  customers: number;
}

const HEADER = 'externalId,customer,loan,openedOn,amountDue,dueDate,amountPaid,date,currency\n';
const INSTALMENTS = 6;
const GAPS = [7, 14, 30];

/** The same lender for the same options. */
export function lenderOf({ seed, firstDay, days, customers }: LenderOptions): Lender {
  const draw = (...about: (string | number)[]) => hashText(`${seed} ${about.join(' ')}`) / 2 ** 32;
  const references = Array.from({ length: customers }, (_, index) => `c${index + 1}`);
  const portfolio = references.flatMap((customer) => {
    const gap = GAPS[Math.floor(3 * draw('gap', customer))];
    return [0, 1].flatMap((number) => {
      const start = Math.floor(draw('opened', customer, number) * days * 0.4);
      const openedOn = firstDay + start + number * Math.floor(days / 2);
      const amountDue = 40 + 10 * Math.floor(12 * draw('amount', customer, number));
      return Array.from({ length: INSTALMENTS }, (_, at): Instalment => {
        const loan = `${customer}-${number}`;
        const dueDate = openedOn + (at + 1) * gap;
        const base = { externalId: `${loan}-${at}`, customer, loan, openedOn, amountDue, dueDate };
        return { ...base, amountPaid: 0, date: null };
      });
    });
  });
  return {
    references,
    fileOf: (day) => {
      const changed = portfolio.filter((each) =>
        liveADay(each, day, (what) => {
          return draw(what, each.externalId, day);
        }),
      );
      return changed.length === 0 ? null : HEADER + changed.map(lineOf).join('');
    },
  };
}

/** What becomes of an instalment on a day; whether the lender's next file has it. */
function liveADay(each: Instalment, day: number, draw: (what: string) => number): boolean {
  if (day < each.openedOn) return false;
  if (day === each.openedOn) return true;
  const missing = each.amountDue - each.amountPaid;
  if (missing > 0 && day >= each.dueDate - 3 && draw('pays') < 0.18) {
    const isPart = draw('part') < 0.4;
    each.amountPaid += isPart ? Math.ceil(missing * 0.4 * 100) / 100 : missing;
    each.amountPaid = Math.round(each.amountPaid * 100) / 100;
    each.date = day;
    return true;
  }
  if (each.amountPaid > 1 && draw('corrects') < 0.006) {
    // Booked too much or on the wrong instalment: taken back on the day on which it is found.
    each.amountPaid = draw('whole') < 0.5 ? 0.01 : Math.round(each.amountPaid * 50) / 100;
    each.date = day;
    return true;
  }
  return false;
}

function lineOf(each: Instalment): string {
  const date = each.date === null ? '' : isoFromDay(each.date);
  const cells = [each.externalId, each.customer, each.loan, isoFromDay(each.openedOn)];
  cells.push(each.amountDue.toFixed(2), isoFromDay(each.dueDate), each.amountPaid.toFixed(2), date);
  return `${[...cells, 'MXN'].join(',')}\n`;
}
