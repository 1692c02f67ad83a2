import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';

function pathOf(dataDir: string, contentId: string): string {
  return join(dataDir, 'models', `${contentId}.json`);
}

/** The text of a model's file; null when this machine has none. */
export async function readModelFile(dataDir: string, contentId: string): Promise<string | null> {
  try {
    return await readFile(pathOf(dataDir, contentId), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Writes a model's file so that it is there whole or not at all. */
export async function writeModelFile(
  dataDir: string,
  contentId: string,
  text: string,
): Promise<void> {
  const path = pathOf(dataDir, contentId);
  await mkdir(join(dataDir, 'models'), { recursive: true });
  const draft = `${path}.${randomUUID()}`;
  const file = await open(draft, 'w', 0o640);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}
