/** Who someone is, as a provider says. */
export interface ProvidedIdentity {
  provider: string;
  /** The provider's own, unchanging name of this person. */
  subject: string;
  email: string | null;
  /** Whether the provider says that it saw the person read mail to this address. */
  emailVerified: boolean;
  /** Names out of which a username can be made, best first. */
  names: readonly string[];
}
