/** What a cell of a boolean must be, in the words of an error. */
export const BOOLEAN_RULE = 'must be true, false, 1 or 0';
