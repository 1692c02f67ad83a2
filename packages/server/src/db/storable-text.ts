/** Whether the database takes a text at all: one with a NUL character is in no row. */
export function isStorable(text: string): boolean {
  return !text.includes('\0');
}
