import { BlockList, isIPv6 } from 'node:net';
import type { ScannerAddress } from '../config/scanner-address.ts';

/** Where a part that runs apart listens: a socket of this machine, or host and port inside a private network. */
export type LinkAddress = ScannerAddress;

/** Loopback (RFC 1122, RFC 4291), private (RFC 1918, RFC 4193), link-local (RFC 3927, RFC 4291), shared by carriers (RFC 6598). */
const PRIVATE: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[] = [
  ['127.0.0.0', 8, 'ipv4'], ['10.0.0.0', 8, 'ipv4'], ['172.16.0.0', 12, 'ipv4'], ['192.168.0.0', 16, 'ipv4'], ['169.254.0.0', 16, 'ipv4'], ['100.64.0.0', 10, 'ipv4'],
  ['::1', 128, 'ipv6'], ['fc00::', 7, 'ipv6'], ['fe80::', 10, 'ipv6'],
];

/** Whether strangers cannot reach it: neither an address of the Internet nor "all addresses". */
export function isPrivateAddress(address: string): boolean {
  const list = new BlockList();
  for (const [network, prefix, family] of PRIVATE) list.addSubnet(network, prefix, family);
  return list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}
