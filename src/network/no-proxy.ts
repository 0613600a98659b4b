import { BlockList, isIP } from 'node:net';

/**
 * Whether NO_PROXY lists a server. Entries stand between commas or blanks, each a host and all below it (`example.org`,
 * `.example.org`, `*.example.org`), an address, or a range of them (`10.0.0.0/8`), with a port or for any; `*` is everything.
 */
export function isListed({ protocol, hostname, port }: URL, list: string): boolean {
  const host = hostname.replaceAll(/[[\]]/g, '');
  const ownPort = port || (protocol === 'https:' ? '443' : '80');
  return list
    .split(/[,\s]+/)
    .filter((entry) => entry !== '')
    .map(readEntry)
    .some((entry) => (entry.port === null || entry.port === ownPort) && matches(host, entry.host));
}

interface Entry {
  /** Without brackets, and without a dot at its start. */
  readonly host: string;
  readonly port: string | null;
}

/** Only brackets or a lone colon set off a port: `fd00::1` is an address. */
function readEntry(text: string): Entry {
  const [, bracketed, plain = text, port = null] = /^(?:\[(.+)\]|([^:]+))(?::(\d+))?$/.exec(text) ?? [];
  return { host: (bracketed ?? plain).toLowerCase().replace(/^\*?\.(?=.)/, ''), port };
}

function matches(host: string, listed: string): boolean {
  if (listed === '*' || host === listed) return true;
  const [network = '', prefix] = listed.split('/');
  return prefix === undefined ? host.endsWith(`.${listed}`) : isInRange(host, network, Number(prefix));
}

function isInRange(host: string, network: string, prefix: number): boolean {
  const version = isIP(network);
  const isRange = version !== 0 && Number.isInteger(prefix) && prefix >= 0 && prefix <= (version === 4 ? 32 : 128);
  if (!isRange || isIP(host) !== version) return false;
  const family = version === 4 ? 'ipv4' : 'ipv6';
  const range = new BlockList();
  range.addSubnet(network, prefix, family);
  return range.check(host, family);
}
