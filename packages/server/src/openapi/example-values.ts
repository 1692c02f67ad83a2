/** What a field holds in examples, by its name; the schema decides whether it fits there. */
export const FIELD_EXAMPLES: Readonly<Record<string, readonly unknown[]>> = {
  id: ['0197c6d2-5f1e-7c3a-9b60-3d0f5a1c2e47'],
  uuid: ['0197c6d2-5f1e-7c3a-9b60-3d0f5a1c2e47'],
  code: [200, 'latestDelay90'],
  message: ['OK'],
  requestId: ['6f1c1f0e-3f0a-4d57-9b0a-2f4c9f7f0c11'],
  username: ['jlopez'],
  user: ['jlopez'],
  identifier: ['jlopez'],
  email: ['test@mydomain.com'],
  provider: ['local'],
  password: ['correct horse battery'],
  passwordConfirmation: ['correct horse battery'],
  currentPassword: ['a long password'],
  jwt: ['eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpZCI6IjAxOTcifQ.signature'],
  token: ['26f425d69269442b89ede35ba63bf9c0'],
  resetToken: ['26f425d6-9269-442b-89ed-e35ba63bf9c0'],
  confirmed: [true],
  enabled: [true],
  created_by: ['admin'],
  updated_by: ['admin'],
  referenceId: ['92442'],
  customer: ['92442'],
  dateOfBirth: ['1988-04-17'],
  addressStreet: ['Calle 72 # 10-07'],
  addressNeighborhood: ['Chapinero'],
  addressCity: ['Bogotá'],
  addressState: ['Cundinamarca'],
  addressCountry: ['Colombia'],
  attributes: [{ income: 3660000, employment: 'employee' }],
  externalId: ['CU-2026-0001'],
  loan: ['L-1'],
  amountDue: [150.5],
  amountPaid: [150.5],
  amount: [150.5],
  dueDate: ['2026-05-05'],
  date: ['2026-05-07'],
  openedOn: ['2026-01-05'],
  receivedOn: ['2026-05-07'],
  observedUntil: ['2026-06-30'],
  currency: ['COP'],
  asOf: ['2026-06-30'],
  score: [98],
  scoreProbability: [96],
  scoreConfidence: [99],
  scoreVersion: ['v-ab86'],
  version: ['v-ab86'],
  processed: [true],
  pd: [0.0382],
  level: [0.9],
  pdLow: [0.021],
  pdHigh: [0.062],
  scoreLow: [90],
  scoreHigh: [100],
  min: [0],
  max: [100],
  family: ['delinquency'],
  text: ['The newest instalments were 7.9 days late on average.'],
  points: [-4.5],
  contribution: [-0.31],
  Name: ['Mi Banco'],
  name: ['Risk desk', 'Mi Banco'],
  type: ['risk-desk', 'root'],
  controller: ['customers'],
  action: ['find'],
  permissions: [['application.reports.find', 'application.reports.create']],
  users: [['jlopez']],
  lang: ['es'],
  count: [42],
  users_permissions_user: ['jlopez'],
  value: [7.9],
  description: ['Reads and makes reports'],
  field: ['email'],
  progress: [1],
  reason: ['First model'],
  algorithm: ['auto'],
  subject: ['Your report is ready'],
  filename: ['payments.csv'],
};

/** Bodies that say more than their fields one by one, by operationId. */
export const BODY_EXAMPLES: Readonly<Record<string, unknown>> = {
  postAuthLocal: { user: 'jlopez', password: 'correct horse battery' },
  postAuthLocalRegister: {
    username: 'jlopez',
    email: 'test@mydomain.com',
    password: 'correct horse battery',
  },
  createTraining: { meta: 'Second quarter', options: { algorithm: 'auto' } },
  createReport: { type: 'reference', referenceId: '92442', asOf: '2026-06-30' },
  postReportsBatch: { references: ['92442', '96234'], asOf: '2026-06-30' },
  createCompany: { Name: 'Mi Banco' },
  updateCompany: { Name: 'Mi Banco', Slug: 'mi-banco' },
  postGraphql: {
    query:
      'query ($limit: Int) { customers(limit: $limit) { referenceId payments { amountDue dueDate } } }',
    variables: { limit: 10 },
  },
  createRole: {
    name: 'Risk desk',
    description: 'Reads and makes reports',
    type: 'risk-desk',
    permissions: ['application.reports.find', 'application.reports.create'],
  },
  updateRole: { name: 'Risk desk', description: 'Reads and makes reports' },
  createUser: {
    username: 'jlopez',
    email: 'test@mydomain.com',
    password: 'correct horse battery',
    role: 'analyst',
  },
  postAuthForgotPassword: { id: 'jlopez' },
  postAuthSendEmailConfirmation: { id: 'jlopez' },
  postAuthResetPassword: {
    code: '26f425d6-9269-442b-89ed-e35ba63bf9c0',
    password: 'correct horse battery',
    passwordConfirmation: 'correct horse battery',
  },
  postAuthTokens: {
    name: 'core banking',
    permissions: ['application.reports.create', 'application.reports.findone'],
  },
  postEmail: {
    id: 'jlopez',
    subject: 'Your report is ready',
    text: 'The report of customer 92442 is ready.',
    html: '<p>The report of customer <b>92442</b> is ready.</p>',
  },
  whatIfReport: {
    attributes: { income: 5200.5 },
    payments: [{ amountDue: 150.5, amountPaid: 150.5, dueDate: '2026-05-05', date: '2026-05-07' }],
  },
  postUpload: {
    filename: 'customers.csv',
    binaryUrl: 'data:text/csv;base64,cmVmZXJlbmNlSWQKOTI0NDIK',
  },
};

/** What files hold, by operationId and type. */
export const FILE_EXAMPLES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  importCustomers: {
    'text/csv': 'referenceId,income,product\n92442,3660000,card\n96234,1200000,loan\n',
    'application/x-ndjson':
      '{"referenceId":"92442","attributes":{"income":3660000}}\n{"referenceId":"96234"}\n',
  },
  importPayments: {
    'text/csv':
      'customer,loan,amountDue,amountPaid,dueDate,date\n92442,L-1,150.50,150.50,2026-05-05,2026-05-07\n',
    'application/x-ndjson':
      '{"customer":"92442","loan":"L-1","amountDue":150.5,"amountPaid":150.5,"dueDate":"2026-05-05","date":"2026-05-07"}\n',
  },
  importOutcomes: {
    'text/csv': 'customer,asOf,bad\n92442,2026-01-01,false\n',
    'application/x-ndjson': '{"customer":"92442","asOf":"2026-01-01","bad":false}\n',
  },
  postUpload: { 'text/csv': 'referenceId\n92442\n' },
};

/** What an answer that is not JSON looks like, by its type. */
export const TEXT_EXAMPLES: Readonly<Record<string, string>> = {
  'application/x-ndjson':
    '{"referenceId":"92442","report":{"uuid":"maia-8439cc39b63b","score":98}}',
  'text/csv':
    'referenceId,report,uuid,asOf,processed,score,scoreProbability,scoreConfidence,scoreVersion,pd,pdLow,pdHigh,scoreLow,scoreHigh,reason1,reason2,reason3,reason4,error\r\n92442,0197c6d2-5f1e-7c3a-9b60-3d0f5a1c2e47,maia-8439cc39b63b,2026-06-30,true,98,96,99,v-ab86,0.0382,0.021,0.062,90,100,,,,,\r\n',
  'text/html': '<!doctype html>',
  'text/plain': 'process_resident_memory_bytes 98566144',
};
