// The lists that are asked for, as paths of the API. `known` are records of the filled database.

const days = (field, known) => [
  `${field}=${known.day}`,
  `${field}_gte=${known.day}&${field}_lt=${known.dayAfter}`,
  `${field}_gte=${known.day}&_sort=${field}`,
];

const sorts = (fields) => fields.flatMap((field) => [`_sort=${field}`, `_sort=${field}:DESC`]);

function payments(known) {
  const half = Math.floor(known.rows / 2);
  return [
    '',
    '_sort=id:DESC',
    `_sort=id&id_gt=${known.middleId}`,
    `_sort=id&id_gt=${known.lateId}`,
    `_start=${half}`,
    `_start=${half}&_sort=dueDate`,
    ...sorts(['dueDate', 'date', 'created_at', 'updated_at']),
    ...sorts(['amountDue', 'amountPaid', 'openedOn', 'externalId', 'loan', 'customer.referenceId']),
    ...days('dueDate', known),
    ...days('date', known),
    `created_at_gte=${known.instant}`,
    `created_at_gte=${known.instant}&_sort=created_at`,
    `updated_at_gt=${known.instant}&_sort=updated_at`,
    'amountDue=137.25',
    'amountDue_gte=1049&amountDue_lt=1049.5',
    'amountPaid_gt=1000&_sort=dueDate:DESC',
    `customer=${known.reference}`,
    `customer.referenceId=${known.reference}`,
    `customer.referenceId=${known.reference}&_sort=dueDate:DESC`,
    `customer_in=${known.reference}&customer_in=C7`,
    `loan=L${known.reference.slice(1)}`,
    'externalId=F20-777',
    'externalId_in=F20-777&externalId_in=F21-777',
    'externalId_contains=F20-777',
    'restructured=true&_sort=dueDate:DESC',
    'currency_in=MXN&currency_in=BRL',
    'date_null=true',
    'customer_null=true',
    'created_by=nobody',
    '_q=F20-777',
    `_where[_or][0][dueDate]=${known.day}&_where[_or][1][externalId]=F20-777`,
  ].map((query) => ['payments', query]);
}

function counts(known) {
  return [
    '',
    `dueDate_gte=${known.day}&dueDate_lt=${known.dayAfter}`,
    `customer=${known.reference}`,
    'date_null=true',
    `created_at_gte=${known.instant}`,
  ].map((query) => ['payments/count', query]);
}

function customers(known) {
  return [
    ['customers', ''],
    ['customers', `_start=${Math.floor(known.customers / 2)}`],
    ['customers', `referenceId=${known.reference}`],
    ['customers', `_q=${known.reference}`],
    ['customers', '_q=pe%C3%B1alol%C3%A9n'],
    ['customers', '_q=nothing%20like%20it'],
    ['customers', 'addressStreet_contains=cafe01'],
    ['customers', '_sort=created_at:DESC'],
    ['customers', '_sort=addressCity'],
    ['customers/count', ''],
  ];
}

function reports(known) {
  return [
    ['reports', ''],
    ['reports', '_sort=id:DESC'],
    ['reports', '_sort=created_at:DESC'],
    ['reports', '_sort=score'],
    ['reports', `referenceId=${known.reference}`],
    ['reports', `customer=${known.reference}`],
    ['reports', `created_at_gte=${known.reportInstant}&_sort=created_at`],
    ['reports', `asOf=${known.reportDay}`],
    ['reports', 'processed=false'],
    ['reports', 'score_lt=5&_sort=id:DESC'],
    ['reports', `_start=${Math.floor(known.rows / 20)}`],
    ['reports', `_q=${known.reference}`],
    ['reports/count', ''],
    ['reports/count', 'score_lt=5'],
  ];
}

function logs(known) {
  return [
    ['logs', ''],
    ['logs', '_sort=id:DESC'],
    ['logs', '_sort=at:DESC'],
    ['logs', `at_gte=${known.reportInstant}&_sort=at`],
    ['logs', 'actor=user7&_sort=id:DESC'],
    ['logs', 'resource=payments&_sort=id:DESC'],
    ['logs', `customer=${known.customerId}`],
    ['logs', `_start=${Math.floor(known.rows / 20)}`],
    ['logs/count', ''],
    ['logs/count', 'actor=user7'],
  ];
}

/** Pairs of collection and query string. */
export function listsToAsk(known) {
  return [payments, counts, customers, reports, logs].flatMap((of) => of(known));
}
