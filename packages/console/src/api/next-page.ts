// The storage of the tab outlives the way to a provider's page and back.
const STORED = 'maia.next';

/** The address when it is a page of this console, and not one elsewhere; else null. */
export function ownPage(address: string): string | null {
  return /^\/(?![/\\])/.test(address) ? address : null;
}

/** Keeps where to go after a sign-in that leaves the console. */
export function rememberPage(address: string | undefined): void {
  if (address === undefined) sessionStorage.removeItem(STORED);
  else sessionStorage.setItem(STORED, address);
}

/** Where to go after such a sign-in; null for nowhere in particular. */
export function rememberedPage(): string | null {
  return ownPage(sessionStorage.getItem(STORED) ?? '');
}
