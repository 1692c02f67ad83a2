import { en, type MessageId } from './en.js';

/** Whether there is a text of that name: names that are made from codes of the server may have none. */
export function isMessageId(id: string): id is MessageId {
  return Object.hasOwn(en, id);
}
