import type { FastifyInstance, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { authRoute } from '../auth/auth-route.js';
import type { AuthLimits } from '../auth/limits.js';
import { Session } from '../auth/schemas.js';
import { openSession } from '../auth/session.js';
import { publicUrl } from '../config.js';
import type { Context } from '../context.js';
import { InvalidError, NotFoundError } from '../errors.js';
import { actorOf, pathParameter } from '../http/route.js';
import { attemptOf, handleCookie, newHandle, readHandle } from './attempt.js';
import type { ProvidedIdentity } from './identity.js';
import { openProvider, type Provider, SignInFailedError } from './provider.js';
import { userOf } from './service.js';

const OfferedProvider = Type.Object({
  provider: Type.String({ description: 'begin at `/connect/{provider}`', examples: ['google'] }),
  name: Type.String({ description: 'as people know it', examples: ['Google'] }),
});

/** Names that their owners write in another way than the operator does. */
const KNOWN_NAMES: Readonly<Record<string, string>> = {
  google: 'Google',
  microsoft: 'Microsoft',
  github: 'GitHub',
};

const offered = ({ name }: { name: string }) => ({
  provider: name,
  name: KNOWN_NAMES[name] ?? name,
});

const params = Type.Object({ provider: Type.String() });

/** Where the provider sends people back; the operator registers it there. */
function callbackUrl(context: Context, provider: string): string {
  return `${publicUrl(context.config)}/auth/${provider}/callback`;
}

export function connectRoutes(app: FastifyInstance, context: Context, limits: AuthLimits): void {
  const providers = new Map<string, Provider>(
    context.config.providers.map((settings) => [settings.name, openProvider(settings)]),
  );
  const isSecure = publicUrl(context.config).startsWith('https:');

  function providerOf(request: FastifyRequest): { name: string; provider: Provider } {
    const name = pathParameter(request, 'provider');
    const provider = providers.get(name);
    if (!provider) throw new NotFoundError('There is no provider of this name.');
    return { name, provider };
  }

  /** Who came back; null when the answer is not one to what this browser began. */
  async function comer(request: FastifyRequest): Promise<ProvidedIdentity | null> {
    const { name, provider } = providerOf(request);
    const handle = readHandle(request.headers.cookie, isSecure);
    if (handle === null) return null;
    const answer = new URL(callbackUrl(context, name));
    answer.search = request.url.split('?').slice(1).join('?');
    try {
      return await provider.identity(attemptOf(handle, name), answer);
    } catch (error) {
      if (!(error instanceof SignInFailedError)) throw error;
      context.log.info({ provider: name, err: error }, 'a sign-in through a provider failed');
      return null;
    }
  }

  authRoute(app, limits, {
    method: 'GET',
    url: '/connect',
    summary: 'The providers through which one may sign in, in the order in which to offer them',
    response: Type.Array(OfferedProvider),
    handler: async () => context.config.providers.map(offered),
  });

  authRoute(app, limits, {
    method: 'GET',
    url: '/connect/:provider',
    refusals: [503],
    summary: 'Begin a sign-in through a configured provider: leads the browser there',
    params,
    status: 302,
    response: Type.Null({ description: 'to the provider' }),
    handler: async (request, reply) => {
      const { name, provider } = providerOf(request);
      const handle = newHandle();
      const attempt = attemptOf(handle, name);
      const page = await provider.beginning(attempt, callbackUrl(context, name));
      return reply.header('set-cookie', handleCookie(handle, isSecure)).redirect(page.href, 302);
    },
  });

  authRoute(app, limits, {
    method: 'GET',
    url: '/auth/:provider/callback',
    refusals: [400, 403, 503],
    summary: 'End a sign-in through a provider, with the provider’s answer',
    params,
    response: Session,
    handler: async (request, reply) => {
      const { name } = providerOf(request);
      reply.header('set-cookie', handleCookie(null, isSecure));
      const target = { address: request.ip, account: `callback:${name}` };
      const identity = await limits.attempt(target, () => comer(request));
      if (identity === null)
        throw new InvalidError(
          `The answer of ${name} does not belong to a sign-in that this browser began, or was used already; start again.`,
        );
      const userId = await userOf(context, actorOf(request), identity);
      return openSession(context, userId, 'Signed in.');
    },
  });
}
