import { hashText } from '@maia/engine';

/** A number from 0 to below 1 that belongs to a text, the same in every training. */
export function drawOf(text: string): number {
  return hashText(text) / 2 ** 32;
}
