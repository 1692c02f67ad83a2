/** A setting as the operator knows it. */
interface Setting {
  name: string;
  /** Shown by `maia config`; an empty text means "not set". */
  fallback: string;
  about: string;
  secret?: boolean;
}

/** The settings as the operator knows them, in the order in which `maia config` lists them. */
export const SETTINGS: readonly Setting[] = [
  { name: 'HOST', fallback: '127.0.0.1', about: 'address to listen on' },
  { name: 'PORT', fallback: '1337', about: 'port to listen on; 0 takes any free one' },
  { name: 'MAIA_DATA_DIR', fallback: './data', about: 'database, keys, models; made when missing' },
  {
    name: 'DATABASE_URL',
    fallback: '',
    about: 'PostgreSQL 15 or later; empty: embedded',
    secret: true,
  },
  {
    name: 'MAIA_SECRET_KEY',
    fallback: '',
    about: '32 characters or more; empty: made once and kept in the data directory',
    secret: true,
  },
  {
    name: 'MAIA_EARLIER_SECRET_KEYS',
    fallback: '',
    about: 'comma-separated values that MAIA_SECRET_KEY had before, the newest first',
    secret: true,
  },
  { name: 'MAIA_ADMIN_USERNAME', fallback: 'admin', about: 'first administrator' },
  {
    name: 'MAIA_ADMIN_EMAIL',
    fallback: '',
    about: 'first administrator; with the password, creates it at start',
  },
  { name: 'MAIA_ADMIN_PASSWORD', fallback: '', about: 'first administrator', secret: true },
  { name: 'PUBLIC_URL', fallback: '', about: 'address under which people reach the server' },
  {
    name: 'SMTP_URL',
    fallback: '',
    about: 'smtp://user:password@host:587 or smtps://…; empty: mails are kept in the outbox',
    secret: true,
  },
  { name: 'MAIL_FROM', fallback: 'Maia Score <maia@localhost>', about: 'sender of mails' },
  {
    name: 'MAIA_MAILS_PER_DAY_MAX',
    fallback: '100',
    about: 'mails that one user may send in 24 hours',
  },
  {
    name: 'MAIA_RESET_URL',
    fallback: '',
    about: "page that takes ?code= and sets a new password; empty: the console's",
  },
  {
    name: 'MAIA_CONFIRMATION_REDIRECT_URL',
    fallback: '',
    about: 'page shown when an e-mail address was confirmed; empty: an answer in JSON',
  },
  {
    name: 'MAIA_PROVIDERS',
    fallback: '',
    about:
      'sign-in with google, microsoft, github or any OpenID Connect issuer, as JSON (see README)',
    secret: true,
  },
  { name: 'MAIA_ROLE', fallback: 'all', about: 'all, api or worker' },
  {
    name: 'MAIA_TRUSTED_PROXIES',
    fallback: '',
    about: 'comma-separated addresses or ranges whose X-Forwarded-For is believed',
  },
  {
    name: 'MAIA_CORS_ORIGINS',
    fallback: '',
    about: 'comma-separated origins, like https://app.lender.example, whose pages may call the API',
  },
  { name: 'MAIA_TOKEN_DAYS', fallback: '30', about: 'lifetime of a sign-in, in days' },
  { name: 'MAIA_PASSWORD_LENGTH_MIN', fallback: '8', about: 'shortest password; 6 at least' },
  { name: 'MAIA_BODY_BYTES_MAX', fallback: '1048576', about: 'largest request body' },
  { name: 'MAIA_IMPORT_BYTES_MAX', fallback: '4294967296', about: 'largest import' },
  { name: 'MAIA_UPLOAD_BYTES_MAX', fallback: '16777216', about: 'largest upload of files' },
  {
    name: 'MAIA_UPLOAD_ORIGINS',
    fallback: '',
    about:
      'comma-separated origins from which files are fetched; " private" after one in a private network',
  },
  {
    name: 'MAIA_METRICS_TOKEN',
    fallback: '',
    about: 'bearer token of GET /metrics, 16 characters or more; empty: no metrics',
    secret: true,
  },
  {
    name: 'MAIA_URL',
    fallback: 'http://127.0.0.1:1337',
    about: 'for commands that need a running server: where it is',
  },
  {
    name: 'MAIA_TOKEN',
    fallback: '',
    about: 'for commands that need a running server: a bearer token',
    secret: true,
  },
  { name: 'LOG_LEVEL', fallback: 'warn', about: 'trace, debug, info, warn, error or silent' },
];
