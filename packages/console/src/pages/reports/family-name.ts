import { en, type MessageId } from '../../i18n/en.js';
import type { Texts } from '../../i18n/use-texts.js';

const isMessageId = (id: string): id is MessageId => id in en;

/** Name of a family of inputs; a family that a newer server may bring keeps its own name. */
export function familyName(family: string, t: Texts['t']): string {
  const id = `family.${family}`;
  return isMessageId(id) ? t(id) : family;
}
