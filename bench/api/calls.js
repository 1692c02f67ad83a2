// The calls that are measured: what is sent, and what an answer must look like to count.
import { AS_OF } from './portfolio.js';

const UUID = /^[0-9a-f-]{36}$/;

function isPayment(payment, receipts) {
  return UUID.test(payment.id) && payment.receipts.length === receipts && payment.amountDue > 0;
}

function isReport(report) {
  const { processed, score, interval, reasons, strengths, features } = report;
  return (
    processed === true &&
    Number.isInteger(score) &&
    interval.scoreLow <= interval.scoreHigh &&
    reasons.length + strengths.length > 0 &&
    [...reasons, ...strengths].every(({ text }) => text.length > 0) &&
    features.length > 0
  );
}

function reports(name, goalPercent, model, { references }) {
  return {
    name,
    goalPercent,
    model,
    as: 'analyst',
    method: 'POST',
    requests: references.map((referenceId) => ({
      path: '/reports',
      body: { type: 'reference', referenceId, asOf: AS_OF },
    })),
    isRight: isReport,
  };
}

function reads({ reportUuids }) {
  return [
    {
      name: 'GET /users/me',
      goalPercent: 20,
      as: 'reader',
      requests: [{ path: '/users/me' }],
      isRight: (user) => user.username === 'reader' && user.role.permissions.length > 30,
    },
    {
      name: 'GET /customers?_limit=25',
      goalPercent: 6,
      as: 'reader',
      requests: [{ path: '/customers?_limit=25' }],
      isRight: (list) => list.length === 25 && list.every(({ id }) => UUID.test(id)),
    },
    {
      name: 'GET /payments?_limit=100',
      as: 'reader',
      requests: [{ path: '/payments?_limit=100' }],
      isRight: (list) => list.length === 100 && list.every((payment) => isPayment(payment, 1)),
    },
    {
      name: 'GET /reports/{uuid}',
      as: 'reader',
      requests: reportUuids.map((uuid) => ({ path: `/reports/${uuid}` })),
      isRight: isReport,
    },
  ];
}

function writes({ userIds, references }) {
  return [
    {
      name: 'PUT /users/{id}',
      goalPercent: 3,
      as: 'admin',
      method: 'PUT',
      // Each comes twice, so that every request changes something.
      requests: [true, false].flatMap((confirmed) =>
        userIds.map((id, index) => ({
          path: `/users/${id}`,
          body: { email: `user${index}-${confirmed}@example.com`, confirmed },
        })),
      ),
      isRight: (user) =>
        UUID.test(user.id) && user.email.endsWith(`-${user.confirmed}@example.com`),
    },
    {
      name: 'POST /payments',
      goalPercent: 4,
      as: 'analyst',
      method: 'POST',
      requests: references.map((customer) => ({
        path: '/payments',
        body: {
          customer,
          amountDue: 120.5,
          amountPaid: 120.5,
          dueDate: '2026-07-05',
          date: '2026-07-06',
        },
      })),
      isRight: (payment) => isPayment(payment, 1),
    },
  ];
}

/** Payments come last, because they make the histories of the customers longer. */
export function callsOf(portfolio) {
  const { references } = portfolio;
  const [put, payments] = writes({ ...portfolio, references: references.slice(500) });
  const scored = { references: references.slice(0, 500) };
  return [
    ...reads(portfolio),
    put,
    reports('POST /reports (card)', 3, 'card', scored),
    reports('POST /reports (trees)', undefined, 'trees', scored),
    payments,
  ];
}
