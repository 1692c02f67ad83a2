import Type, { type Static } from 'typebox';
import { PLAIN, PlainText } from '../http/schema.js';

const BODY_LENGTH_MAX = 200_000;

export const EmailBody = Type.Object({
  id: Type.String({
    minLength: 1,
    maxLength: 256,
    pattern: PLAIN,
    description: 'the receiver: id, username or e-mail address of a user',
  }),
  subject: Type.String({
    minLength: 1,
    maxLength: 200,
    pattern: '^[^\\p{Cc}\\p{Cs}\\u2028\\u2029]*$',
  }),
  text: Type.Optional(PlainText(BODY_LENGTH_MAX)),
  html: Type.Optional({
    ...PlainText(BODY_LENGTH_MAX),
    description: 'scripts, styles, forms and pictures are removed',
  }),
});

export type EmailIn = Static<typeof EmailBody>;
