/** The middle one of some numbers; of an even count the upper one. */
export function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
}
