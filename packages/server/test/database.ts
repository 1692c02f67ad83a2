import { Client } from 'pg';
import { inject } from 'vitest';
import { newId } from '../src/db/ids.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** A database of the test run's server to give orders from. */
    controlDatabaseUrl: string;
    /** A migrated database that nothing is connected to, to be cloned. */
    templateDatabase: string;
  }
}

/** A migrated, empty database of its own for one test file or one test. */
export interface TestDatabase {
  databaseUrl: string;
  /** Ends what is still connected and removes the database. */
  drop(): Promise<void>;
}

/** The URL of another database on the same server. */
export function withDatabase(databaseUrl: string, database: string): string {
  const url = new URL(databaseUrl);
  url.pathname = `/${database}`;
  return url.href;
}

/** Runs one statement outside any transaction on the test run's server. */
export async function command(statement: string): Promise<void> {
  const client = new Client({ connectionString: inject('controlDatabaseUrl') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Clones the migrated template; call `drop()` in `afterAll`. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${newId().replaceAll('-', '')}`;
  await command(`create database ${name} template ${inject('templateDatabase')}`);
  return {
    databaseUrl: withDatabase(inject('controlDatabaseUrl'), name),
    drop: () => command(`drop database ${name} with (force)`),
  };
}
