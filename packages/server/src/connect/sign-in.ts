import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AuthLimits } from '../auth/limits.js';
import type { SessionOut } from '../auth/schemas.js';
import { openSession } from '../auth/session.js';
import { publicUrl } from '../config.js';
import type { Context } from '../context.js';
import { InvalidError, NotFoundError } from '../errors.js';
import { actorOf, pathParameter } from '../http/route.js';
import {
  attemptOf,
  type Ending,
  endingOf,
  handleCookie,
  newHandle,
  readHandle,
} from './attempt.js';
import type { ProvidedIdentity } from './identity.js';
import {
  openProvider,
  type Provider,
  ProviderUnavailableError,
  SignInFailedError,
} from './provider.js';
import { userOf } from './service.js';

/** What the console is told when a provider does not answer, in the words of OAuth (RFC 6749 §4.1.2.1). */
const UNAVAILABLE = 'error=temporarily_unavailable';

/** One request in a sign-in through a provider. */
interface SignInStep {
  /** Leads the browser to the provider. Throws ProviderUnavailableError (503), unless the console is to tell it. */
  begin(reply: FastifyReply, ending: Ending): Promise<FastifyReply>;
  /** Leads the browser to the console with the provider's answer; null when the sign-in does not end there. */
  handOver(reply: FastifyReply, answer: string): FastifyReply | null;
  /**
   * Signs in who comes back with a provider's answer, and takes the browser's secret. Throws InvalidError (400) when the
   * answer is not one to what this browser began, or says that the person may not come in.
   */
  end(reply: FastifyReply, answer: string): Promise<SessionOut>;
}

/** Where the provider sends people back; the operator registers it there. */
function callbackUrl(context: Context, provider: string): URL {
  return new URL(`${publicUrl(context.config)}/auth/${provider}/callback`);
}

/** The console's page that ends a sign-in. What follows # stays in the browser: no log and no other site gets it. */
function consolePage(context: Context, provider: string, answer: string): string {
  const page = new URL(`${publicUrl(context.config)}/console/sign-in/${provider}`);
  page.hash = answer;
  return page.href;
}

/** Who came back; null when the answer is not one to what this browser began. */
async function comer(
  context: Context,
  { name, provider }: { name: string; provider: Provider },
  came: { handle: string | null; answer: string },
): Promise<ProvidedIdentity | null> {
  if (came.handle === null) return null;
  const url = callbackUrl(context, name);
  url.search = came.answer;
  try {
    return await provider.identity(attemptOf(came.handle, name), url);
  } catch (error) {
    if (!(error instanceof SignInFailedError)) throw error;
    context.log.info({ provider: name, err: error }, 'a sign-in through a provider failed');
    return null;
  }
}

/** Gives the step of a request, by the provider in its path. The step throws NotFoundError (404) for an unknown one. */
export function providerSignIn(
  context: Context,
  limits: AuthLimits,
): (request: FastifyRequest) => SignInStep {
  const providers = new Map<string, Provider>(
    context.config.providers.map((settings) => [settings.name, openProvider(settings)]),
  );
  const isSecure = publicUrl(context.config).startsWith('https:');

  return (request) => {
    const name = pathParameter(request, 'provider');
    const provider = providers.get(name);
    if (!provider) throw new NotFoundError('There is no provider of this name.');
    const handle = readHandle(request.headers.cookie, isSecure);
    return {
      begin: async (reply, ending) => {
        const fresh = newHandle(ending);
        const callback = callbackUrl(context, name).href;
        try {
          const page = await provider.beginning(attemptOf(fresh, name), callback);
          return reply.header('set-cookie', handleCookie(fresh, isSecure)).redirect(page.href, 302);
        } catch (error) {
          if (ending !== 'console' || !(error instanceof ProviderUnavailableError)) throw error;
          return reply.redirect(consolePage(context, name, UNAVAILABLE), 302);
        }
      },
      handOver: (reply, answer) =>
        endingOf(handle) === 'console'
          ? reply.redirect(consolePage(context, name, answer), 302)
          : null,
      end: async (reply, answer) => {
        reply.header('set-cookie', handleCookie(null, isSecure));
        const identity = await limits.attempt(
          { address: request.ip, account: `callback:${name}` },
          () => comer(context, { name, provider }, { handle, answer }),
        );
        if (identity === null)
          throw new InvalidError(
            `The answer of ${name} does not belong to a sign-in that this browser began, or was used already; start again.`,
          );
        const userId = await userOf(context, actorOf(request), identity);
        return openSession(context, userId, 'Signed in.');
      },
    };
  };
}
