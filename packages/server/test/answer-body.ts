/** What a test reads out of an answer: parsed JSON of any shape, or text; the assertions are its check. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
export type AnswerBody = any;
