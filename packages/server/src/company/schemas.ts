import Type, { type Static } from 'typebox';
import { authorship, Instant, PLAIN } from '../http/schema.js';
import { Settings, SettingsUpdate } from './settings.js';

const text = { minLength: 1, maxLength: 200, pattern: PLAIN };

export const Company = Type.Object({
  id: Type.String(),
  Name: Type.String(),
  Slug: Type.String(),
  settings: Settings,
  published_at: Instant,
  ...authorship,
});

export const CompanyUpdate = Type.Object({
  Name: Type.Optional(Type.String(text)),
  Slug: Type.Optional(
    Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 100, examples: ['mi-banco'] }),
  ),
  settings: Type.Optional(SettingsUpdate),
});

export type CompanyOut = Static<typeof Company>;
export type CompanyUpdateIn = Static<typeof CompanyUpdate>;
