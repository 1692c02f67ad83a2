import Type, { type Static } from 'typebox';
import { authorship, PlainText } from '../http/schema.js';

export const FILENAME_LENGTH_MAX = 255;

export const UploadedFile = Type.Object({
  id: Type.String(),
  filename: Type.String(),
  binaryUrl: Type.String({ description: 'where the bytes are, for the same callers' }),
  mime: Type.String({ description: 'as the sender says' }),
  size: Type.Integer({ description: 'in bytes' }),
  sha256: Type.String({ description: 'of the bytes, in hexadecimal' }),
  ...authorship,
});

export const FileCreate = Type.Object({
  filename: PlainText(FILENAME_LENGTH_MAX, 1),
  binaryUrl: Type.String({
    minLength: 5,
    description:
      'a data: URL with the bytes, base64 or percent-encoded; or an http(s) URL of an origin in MAIA_UPLOAD_ORIGINS',
  }),
});

export type UploadedFileOut = Static<typeof UploadedFile>;
