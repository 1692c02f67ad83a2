import { isMessageId } from '../../i18n/message-id.js';
import type { Texts } from '../../i18n/use-texts.js';

/** Name of a family of inputs; a family that a newer server may bring keeps its own name. */
export function familyName(family: string, t: Texts['t']): string {
  const id = `family.${family}`;
  return isMessageId(id) ? t(id) : family;
}
