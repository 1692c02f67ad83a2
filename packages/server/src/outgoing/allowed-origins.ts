/** A site from which the server may fetch. */
export interface AllowedOrigin {
  origin: string;
  /** Whether it may lie in a private network. */
  allowsPrivate: boolean;
}

/** An entry that is no origin; the message continues the name of the setting. */
export class AllowedOriginsError extends Error {
  override name = 'AllowedOriginsError';
}

function allowedOrigin(entry: string): AllowedOrigin {
  const [origin = '', mark, ...rest] = entry.split(/\s+/);
  const isOrigin =
    URL.canParse(origin) &&
    /^https?:$/.test(new URL(origin).protocol) &&
    new URL(origin).origin === origin;
  if (isOrigin && (mark === undefined || mark === 'private') && rest.length === 0)
    return { origin, allowsPrivate: mark === 'private' };
  throw new AllowedOriginsError(
    `has "${entry}"; write an origin, like https://files.lender.example, followed by " private" where it lies in a private network`,
  );
}

/** Origins of a setting. Example: `https://a.example, http://10.0.0.5:8080 private`. Throws AllowedOriginsError. */
export function parseAllowedOrigins(entries: readonly string[]): readonly AllowedOrigin[] {
  return entries.map(allowedOrigin);
}
