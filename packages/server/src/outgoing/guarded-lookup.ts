import { type LookupAddress, lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { reachOf } from './address.js';

/** A connection that the server may not or cannot make; the message continues the name of a field. */
export class OutgoingError extends Error {
  override name = 'OutgoingError';
}

/** Finds the addresses of a name; the system's resolver unless a test brings another. */
export type Resolve = (
  hostname: string,
  answer: (error: Error | null, addresses: LookupAddress[]) => void,
) => void;

export interface Guard {
  /** Whether the operator's configuration lets this connection into private networks. */
  allowsPrivate: boolean;
  resolve?: Resolve;
}

const systemResolve: Resolve = (hostname, answer) => lookup(hostname, { all: true }, answer);

/** Throws OutgoingError for an address that the server may not connect to. */
function assertReachable(address: string, { allowsPrivate }: Guard): void {
  const reach = reachOf(address);
  if (reach === 'public' || (reach === 'private' && allowsPrivate)) return;
  throw new OutgoingError(
    reach === 'private'
      ? 'leads into a private network, which this server may not connect to'
      : 'leads to a link-local or reserved address, which is never connected to',
  );
}

/** Throws OutgoingError when a host that is written as an address may not be connected to; names are checked when they are resolved. */
export function assertReachableHost(host: string, guard: Guard): void {
  const address = host.replace(/^\[|\]$/g, '');
  if (isIP(address)) assertReachable(address, guard);
}

/**
 * The `lookup` of a socket that refuses what the guard does not allow. The socket connects to the very addresses that
 * were checked, so that a name cannot lead elsewhere in between. Fails with OutgoingError.
 */
export function guardedLookup(guard: Guard): LookupFunction {
  const resolve = guard.resolve ?? systemResolve;
  return (hostname, options, answer) => {
    resolve(hostname, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error || first === undefined)
        return answer(new OutgoingError('names a host that cannot be found'), []);
      try {
        for (const { address } of addresses) assertReachable(address, guard);
      } catch (refusal) {
        if (!(refusal instanceof OutgoingError)) throw refusal;
        return answer(refusal, []);
      }
      return options.all ? answer(null, addresses) : answer(null, first.address, first.family);
    });
  };
}
