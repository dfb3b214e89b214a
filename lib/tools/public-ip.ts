import { BlockList, isIPv4 } from 'node:net';

/**
 * What is no host of the world's: this network, private, shared, loopback, link-local (where clouds
 * keep their metadata), tests, multicast, reserved.
 * https://www.iana.org/assignments/iana-ipv4-special-registry
 */
const special4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const;

/** All of IPv6 that is given out to hosts: https://www.iana.org/assignments/ipv6-unicast-address-assignments */
const GLOBAL = ['2000::', 3] as const;

/** Of that, what stands for something else: https://www.iana.org/assignments/iana-ipv6-special-registry */
const special6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;

function listOf(family: 'ipv4' | 'ipv6', subnets: readonly (readonly [string, number])[]) {
  const list = new BlockList();
  for (const [net, prefix] of subnets) list.addSubnet(net, prefix, family);
  return list;
}

const notPublic4 = listOf('ipv4', special4);
const global6 = listOf('ipv6', [GLOBAL]);
const notPublic6 = listOf('ipv6', special6);

/** Whether an IP address is one of a host that anybody may reach; one that wraps another is not. */
export const isPublicIp = (ip: string): boolean =>
  isIPv4(ip)
    ? !notPublic4.check(ip, 'ipv4')
    : global6.check(ip, 'ipv6') && !notPublic6.check(ip, 'ipv6');
