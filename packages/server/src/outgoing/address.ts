import { BlockList, isIPv4 } from 'node:net';

/** Where an address leads: anywhere on the internet, into a private network, or where no connection may go. */
type Reach = 'public' | 'private' | 'forbidden';

function listOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', bits] = range.split('/');
    list.addSubnet(address, Number(bits), isIPv4(address) ? 'ipv4' : 'ipv6');
  }
  return list;
}

/** Link-local, metadata services of clouds, and what is no address of one machine. */
const FORBIDDEN = listOf([
  '0.0.0.0/8',
  '169.254.0.0/16',
  '100.100.100.200/32',
  '168.63.129.16/32',
  '192.0.0.192/32',
  '224.0.0.0/3',
  '::/128',
  'fe80::/10',
  'fec0::/10',
  'fd00:ec2::254/128',
  'fd20:ce::254/128',
  'ff00::/8',
  // These carry another address inside, which only a translator on the way would look at.
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '2001::/32',
  '2002::/16',
]);

const PRIVATE = listOf([
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '::1/128',
  'fc00::/7',
]);

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** Where an IP address leads. Example: 169.254.169.254 is forbidden, as is ::ffff:169.254.169.254. */
export function reachOf(address: string): Reach {
  const plain = MAPPED.exec(address)?.[1] ?? address;
  const family = isIPv4(plain) ? 'ipv4' : 'ipv6';
  if (FORBIDDEN.check(plain, family)) return 'forbidden';
  return PRIVATE.check(plain, family) ? 'private' : 'public';
}
