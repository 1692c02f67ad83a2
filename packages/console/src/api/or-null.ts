import { MaiaError } from '@maia/sdk';

/** Data that a screen can do without: null where the role may not read it. */
export async function orNull<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof MaiaError && error.status === 403 && !error.tokenRefused) return null;
    throw error;
  }
}
