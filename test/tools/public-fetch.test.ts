import type { LookupAddress } from 'node:dns';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { publicFetch, publicLookup } from '../../lib/tools/public-fetch.ts';
import { isPublicIp } from '../../lib/tools/public-ip.ts';

const toIp = (value: number) => [24, 16, 8, 0].map((bits) => (value >>> bits) & 255).join('.');

describe('an IP address', () => {
  it.each([
    ...['0.0.0.0', '10.0.0.1', '100.64.0.1', '100.127.255.255', '127.0.0.1', '127.255.255.255'],
    ...['169.254.169.254', '172.16.0.1', '172.31.255.255', '192.168.0.1', '198.19.0.1'],
    ...['203.0.113.1', '224.0.0.1', '239.255.255.255', '255.255.255.255'],
    ...['::', '::1', '::ffff:127.0.0.1', '::ffff:8.8.8.8', '64:ff9b::169.254.169.254', 'fe80::1'],
    ...['fc00::1', 'fd00:ec2::254', 'ff02::1', '2001:db8::1', '2001::1', '2002:7f00:1::'],
  ])('of a network, %s, is not public', (ip) => {
    expect(isPublicIp(ip)).toBe(false);
  });

  it.each([
    ...['1.1.1.1', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '126.255.255.255'],
    ...['128.0.0.0', '169.253.255.255', '172.15.255.255', '172.32.0.0', '192.167.255.255'],
    ...['223.255.255.255', '2606:4700::1111', '2a00:1450:4001::200e'],
  ])('of the world, %s, is public', (ip) => {
    expect(isPublicIp(ip)).toBe(true);
  });

  it('is public or not whatever it wraps itself into, except that what is wrapped never is', () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), (value) => {
        const ip = toIp(value);
        expect(isPublicIp(ip)).toBeTypeOf('boolean');
        for (const wrapped of [`::ffff:${ip}`, `::${ip}`, `64:ff9b::${ip}`])
          expect(isPublicIp(wrapped)).toBe(false);
      }),
    );
  });
});

const lookedUp = (addresses: readonly LookupAddress[], all: boolean) =>
  new Promise<unknown>((resolve, reject) =>
    publicLookup((_, __, done) => done(null, addresses))(
      'a.example.com',
      { all },
      (error, ...to) => (error ? reject(error) : resolve(to)),
    ),
  );

describe('a name', () => {
  const world = { address: '1.1.1.1', family: 4 };
  const inside = { address: '10.0.0.1', family: 4 };

  it('that leads to the world leads there', async () => {
    expect(await lookedUp([world], false)).toEqual(['1.1.1.1', 4]);
    expect(await lookedUp([world, world], true)).toEqual([[world, world]]);
  });

  it.each([[[inside]], [[world, inside]], [[]]])('that leads to %j leads nowhere', async (to) => {
    for (const all of [true, false])
      await expect(lookedUp(to, all)).rejects.toThrow('leads into a network');
  });

  it('that nobody knows is told as it is', async () => {
    const lookup = publicLookup((_, __, done) => done(new Error('ENOTFOUND'), []));
    const told = new Promise((resolve) => lookup('a.example.com', {}, resolve));
    expect(await told).toMatchObject({ message: 'ENOTFOUND' });
  });
});

it('a server on this machine is not reached by name', async () => {
  let requests = 0;
  const server = createServer((_, response) => {
    requests += 1;
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on a port
  const refused = publicFetch(`http://localhost:${port}/`);
  await expect(refused).rejects.toMatchObject({
    cause: { message: 'localhost leads into a network' },
  });
  expect(requests).toBe(0);
  server.close();
});
