import { expect, it } from 'vitest';
import { gatewaysIn, neighboursOf } from './neighbours.ts';

const ROUTE = `Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
eth0\t00000000\t010012AC\t0003\t0\t0\t0\t00000000\t0\t0\t0
eth0\t000012AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0
`;
const published = { CROSSOVER_HOST: '0.0.0.0', CROSSOVER_PUBLISHED: '127.0.0.1:3000' };

it('reads the gateway of a container as the kernel writes it', () => {
  expect(gatewaysIn(ROUTE)).toEqual(['172.18.0.1']);
  expect(gatewaysIn('')).toEqual([]);
  expect(gatewaysIn('Iface\neth0\t00000000\tnonsense\t0003')).toEqual([]);
});

it('knows the machine that publishes on loopback, and nobody where it publishes elsewhere or not at all', () => {
  expect([...neighboursOf(published, ROUTE, '6.1.0')]).toEqual(['127.0.0.1', '172.18.0.1']);
  expect(neighboursOf({ ...published, CROSSOVER_PUBLISHED: '0.0.0.0:3000' }, ROUTE, '6.1.0').size).toBe(0);
  expect(neighboursOf({ CROSSOVER_HOST: '0.0.0.0' }, ROUTE, '6.1.0').size).toBe(0);
});

it('knows Docker Desktop by its kernels alone: elsewhere its address may be anybody’s', () => {
  expect(neighboursOf(published, ROUTE, '6.10.14-linuxkit').has('192.168.65.1')).toBe(true);
  expect(neighboursOf(published, ROUTE, '6.8.0-generic').has('192.168.65.1')).toBe(false);
});
