import type { ColumnType, Generated } from 'kysely';

/** Calendar day as YYYY-MM-DD. */
type DateText = string;
/** Exact decimal as text; never a float. */
type Money = ColumnType<string, string | number, string | number>;
type Json<T> = ColumnType<T, string, string>;

interface Authorship {
  created_by: string;
  updated_by: string;
  created_at: Date;
  updated_at: Date;
}

interface Content extends Authorship {
  published_at: Date;
}

export interface CompanyTable extends Content {
  id: string;
  name: string;
  slug: string;
  settings: Json<Record<string, unknown>>;
}

export interface RolesTable extends Authorship {
  id: string;
  name: string;
  description: string;
  type: string;
  permissions: string[];
  built_in: boolean;
}

export interface UsersTable extends Authorship {
  id: string;
  username: string;
  email: string;
  provider: string;
  password_hash: string | null;
  confirmed: boolean;
  blocked: boolean;
  role_id: string;
  token_version: Generated<number>;
  reset_token_hash: Buffer | null;
  reset_token_expires_at: Date | null;
  confirmation_token_hash: Buffer | null;
  confirmation_token_expires_at: Date | null;
  address_unproven: Generated<boolean>;
}

export interface IdentitiesTable {
  provider: string;
  subject: string;
  user_id: string;
  created_at: Date;
}

export interface MailsTable {
  id: string;
  sender_id: string | null;
  recipient_id: string;
  kind: 'message' | 'reset-password' | 'confirm-email';
  sealed: Buffer | null;
  refusal: string | null;
  created_at: Date;
  sent_at: Date | null;
}

export interface ApiTokensTable {
  id: string;
  owner_id: string;
  name: string;
  permissions: string[];
  token_hash: Buffer;
  expires_at: Date;
  created_at: Date;
}

export interface IdempotencyKeysTable {
  id: Buffer;
  request_hash: Buffer;
  attempt: string;
  attempt_ends_at: Date;
  done_at: Date | null;
  status: number | null;
  answer: Buffer | null;
  expires_at: Date;
}

export interface SetupTokensTable {
  token_hash: Buffer;
  created_at: Date;
}

export interface CustomersTable extends Content {
  id: string;
  uuid: string;
  reference_id: string;
  date_of_birth: DateText | null;
  address_street: string | null;
  address_neighborhood: string | null;
  address_city: string | null;
  address_state: string | null;
  address_country: string | null;
  gender: 'male' | 'female' | null;
  marital_status: 'single' | 'married' | 'separated' | 'widowed' | null;
  attributes: Json<Record<string, number | string | boolean | null>>;
}

export interface CustomerAttributesTable {
  key: string;
  type: 'number' | 'string' | 'boolean';
}

export interface CustomerKeysTable {
  customer_id: string;
  wrapped_key: Buffer;
}

export interface PaymentsTable extends Content {
  id: string;
  customer_id: string | null;
  external_id: string | null;
  loan: string | null;
  amount_due: Money;
  amount_paid: Money;
  due_date: DateText;
  date: DateText | null;
  opened_on: DateText | null;
  restructured: Generated<boolean>;
  currency: string | null;
}

export interface ReceiptsTable {
  payment_id: string;
  sequence: number;
  amount: Money;
  received_on: DateText | null;
  recorded_at: Date;
}

export interface OutcomesTable extends Content {
  id: string;
  customer_id: string;
  as_of: DateText;
  bad: boolean;
  observed_until: DateText | null;
}

export interface ModelsTable {
  content_id: string;
  score_version: string;
  body: string;
  created_at: Date;
}

export type TrainingStatus = 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';

export interface TrainingsTable extends Content {
  id: string;
  uuid: string;
  status: TrainingStatus;
  progress: Generated<number>;
  stage: string | null;
  error: string | null;
  options: Json<Record<string, unknown>>;
  meta: string | null;
  schedule: string | null;
  runs_at: Date | null;
  metrics: Json<Record<string, unknown>> | null;
  accuracy: number | null;
  precission: number | null;
  mae: number | null;
  rmse: number | null;
  model_id: string | null;
  attempts: Generated<number>;
  heartbeat_at: Date | null;
  started_at: Date | null;
  ended_at: Date | null;
}

export interface ActivationsTable {
  id: string;
  training_id: string;
  model_id: string;
  reason: string;
  activated_by: string;
  activated_at: Date;
  ended_at: Date | null;
}

export interface ReportsTable extends Content {
  id: string;
  uuid: string;
  customer_id: string | null;
  reference_id: string | null;
  type: 'reference' | 'vector';
  user_id: string | null;
  as_of: DateText;
  processed: Generated<boolean>;
  request_hash: Buffer;
  vector: Json<Record<string, unknown>> | null;
  score: number | null;
  score_probability: number | null;
  score_confidence: number | null;
  score_version: string | null;
  model_id: string | null;
  result: Json<Record<string, unknown>> | null;
  processed_at: Date | null;
}

export interface ReportBatchesTable extends Authorship {
  id: string;
  user_id: string | null;
  status: TrainingStatus;
  as_of: DateText;
  everyone: boolean;
  total: number | null;
  done: Generated<number>;
  failed: Generated<number>;
  attempts: Generated<number>;
  error: string | null;
  started_at: Date | null;
  ended_at: Date | null;
}

export interface ReportBatchItemsTable {
  batch_id: string;
  position: number;
  reference_id: string | null;
  as_of: DateText;
  report_id: string | null;
}

export interface LogsTable {
  id: string;
  at: Date;
  actor: string;
  actor_id: string | null;
  api_token_id: string | null;
  address: string | null;
  request_id: string | null;
  action: string;
  resource: string;
  resource_id: string | null;
  customer_id: string | null;
  changes: Json<Record<string, unknown>>;
  personal: Buffer | null;
  chain_sequence: string | null;
  chain_mac: Buffer | null;
}

export interface FilesTable extends Authorship {
  id: string;
  filename: string;
  mime: string;
  size: number;
  sha256: string;
  owner_id: string | null;
}

export interface FileContentsTable {
  file_id: string;
  content: Buffer;
}

export interface Tables {
  company: CompanyTable;
  roles: RolesTable;
  users: UsersTable;
  api_tokens: ApiTokensTable;
  idempotency_keys: IdempotencyKeysTable;
  identities: IdentitiesTable;
  mails: MailsTable;
  setup_tokens: SetupTokensTable;
  customers: CustomersTable;
  customer_attributes: CustomerAttributesTable;
  customer_keys: CustomerKeysTable;
  payments: PaymentsTable;
  receipts: ReceiptsTable;
  outcomes: OutcomesTable;
  models: ModelsTable;
  trainings: TrainingsTable;
  activations: ActivationsTable;
  reports: ReportsTable;
  report_batches: ReportBatchesTable;
  report_batch_items: ReportBatchItemsTable;
  logs: LogsTable;
  files: FilesTable;
  file_contents: FileContentsTable;
}
