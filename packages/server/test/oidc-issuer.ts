import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

/** What the issuer says of a person, by subject. */
export interface Claims {
  email?: string;
  email_verified?: boolean;
  preferred_username?: string;
}

/** A real OpenID Connect provider on 127.0.0.1; whoever it is told to be signs in and consents without a page. */
export interface OidcIssuer {
  url: string;
  people: Map<string, Claims>;
  /** The subject that the next visitor is. */
  signsInAs: string;
  /** How long its next codes work. */
  codeSeconds: number;
  close(): Promise<void>;
}

export const CLIENT = { clientId: 'maia', clientSecret: 'a secret of the tests' };

const CODE_SECONDS = 60;

function makeProvider(issuer: OidcIssuer, redirectUri: string): Provider {
  return new Provider(issuer.url, {
    clients: [
      {
        client_id: CLIENT.clientId,
        client_secret: CLIENT.clientSecret,
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    ttl: {
      Interaction: 600,
      Grant: 600,
      Session: 600,
      AccessToken: 600,
      IdToken: 600,
      AuthorizationCode: () => issuer.codeSeconds,
    },
    cookies: { keys: ['of the tests'] },
    // The client must ask for PKCE by itself; a test shows that leaving it out is noticed all the same.
    pkce: { required: () => false },
    features: { devInteractions: { enabled: false } },
    claims: {
      openid: ['sub'],
      email: ['email', 'email_verified'],
      profile: ['preferred_username'],
    },
    findAccount: (_context, sub) => ({
      accountId: sub,
      claims: () => ({ sub, ...issuer.people.get(sub) }),
    }),
    loadExistingGrant: async (context) => {
      const { client, session, result } = context.oidc;
      if (!client || !session?.accountId) return undefined;
      const grant = new context.oidc.provider.Grant({
        clientId: client.clientId,
        accountId: result?.login?.accountId ?? session.accountId,
      });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  });
}

export async function startOidcIssuer(redirectUri: string): Promise<OidcIssuer> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issuer: OidcIssuer = {
    url,
    people: new Map(),
    signsInAs: '',
    codeSeconds: CODE_SECONDS,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  const provider = makeProvider(issuer, redirectUri);
  const answer = provider.callback();
  server.on('request', (request, response) => {
    if (!request.url?.startsWith('/interaction/')) {
      void answer(request, response);
      return;
    }
    const result = { login: { accountId: issuer.signsInAs } };
    provider.interactionFinished(request, response, result).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  return issuer;
}
