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
  close(): Promise<void>;
}

export const CLIENT = { clientId: 'maia', clientSecret: 'a secret of the tests' };

function makeProvider(url: string, redirectUri: string, people: Map<string, Claims>): Provider {
  return new Provider(url, {
    clients: [
      {
        client_id: CLIENT.clientId,
        client_secret: CLIENT.clientSecret,
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    ttl: { Interaction: 600, Grant: 600, Session: 600, AccessToken: 600, IdToken: 600 },
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
      claims: () => ({ sub, ...people.get(sub) }),
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
  const people = new Map<string, Claims>();
  const provider = makeProvider(url, redirectUri, people);
  const issuer: OidcIssuer = {
    url,
    people,
    signsInAs: '',
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
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
