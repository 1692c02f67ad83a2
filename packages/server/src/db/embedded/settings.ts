/**
 * What a new cluster starts with, for a small machine. They are written into its postgresql.conf,
 * where an operator may change them.
 */
export const INITIAL_SETTINGS: Readonly<Record<string, string>> = {
  shared_buffers: '64MB',
  effective_cache_size: '512MB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  max_connections: '100',
  max_wal_size: '1GB',
  wal_compression: 'on',
  random_page_cost: '1.1',
  jit: 'off',
  // No query here gains by it, and its memory comes from /dev/shm, which is 64 MB in a container.
  max_parallel_workers_per_gather: '0',
};

/** What the server relies on; given on the command line, so that no file can override it. */
export const FIXED_SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '',
  port: '5432',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  timezone: 'UTC',
  log_timezone: 'UTC',
  logging_collector: 'off',
  log_destination: 'stderr',
  log_checkpoints: 'off',
  // Statements and the details of errors carry personal values, which have no place in a log file.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};
