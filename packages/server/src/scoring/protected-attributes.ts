import { isProtectedName } from '@maia/engine';

/** Whether no training reads an attribute of this name, because the name says what it is about (sexo, idade, …). */
export function isProtectedAttribute(key: string): boolean {
  return isProtectedName(key);
}
