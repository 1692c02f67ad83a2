import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A stand-in for GitHub, which cannot be run here: the paths and JSON that GitHub documents for its web application
 * flow and REST API, laid out as on an Enterprise Server. It checks the client's secret, PKCE, and that a code is used
 * once, and answers errors with status 200, as GitHub does.
 */
export interface GithubStandIn {
  url: string;
  user: { id: number; login: string };
  emails: { email: string; primary: boolean; verified: boolean; visibility: string | null }[];
  close(): Promise<void>;
}

interface Grant {
  challenge: string | null;
  redirectUri: string | null;
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return new URLSearchParams(Buffer.concat(chunks).toString());
}

export async function startGithubStandIn(client: {
  clientId: string;
  clientSecret: string;
}): Promise<GithubStandIn> {
  const codes = new Map<string, Grant>();
  const tokens = new Set<string>();
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const standIn: GithubStandIn = {
    url,
    user: { id: 1, login: 'octocat' },
    emails: [],
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };

  function grantLocation(query: URLSearchParams): string {
    const code = randomUUID();
    const redirectUri = query.get('redirect_uri');
    codes.set(code, { challenge: query.get('code_challenge'), redirectUri });
    const answer = new URL(redirectUri ?? '');
    answer.searchParams.set('code', code);
    answer.searchParams.set('state', query.get('state') ?? '');
    return answer.href;
  }

  function redeem(form: URLSearchParams): object {
    const code = form.get('code') ?? '';
    const grant = codes.get(code);
    codes.delete(code);
    const verifier = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (
      form.get('client_id') !== client.clientId ||
      form.get('client_secret') !== client.clientSecret
    )
      return { error: 'incorrect_client_credentials' };
    if (!grant || grant.challenge !== verifier || grant.redirectUri !== form.get('redirect_uri'))
      return { error: 'bad_verification_code' };
    const token = `gho_${randomUUID()}`;
    tokens.add(token);
    return { access_token: token, scope: 'read:user,user:email', token_type: 'bearer' };
  }

  server.on('request', async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', url);
    const json = (status: number, body: object): void => {
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
      response.end(JSON.stringify(body));
    };
    if (pathname === '/login/oauth/authorize') {
      response.writeHead(302, { location: grantLocation(searchParams) }).end();
    } else if (pathname === '/login/oauth/access_token' && request.method === 'POST') {
      json(200, redeem(await formOf(request)));
    } else if (!tokens.has(request.headers.authorization?.replace(/^Bearer /, '') ?? '')) {
      json(401, { message: 'Bad credentials', documentation_url: 'https://docs.github.com/rest' });
    } else if (pathname === '/api/v3/user') json(200, { ...standIn.user, type: 'User' });
    else if (pathname === '/api/v3/user/emails') json(200, standIn.emails);
    else json(404, { message: 'Not Found' });
  });
  return standIn;
}
