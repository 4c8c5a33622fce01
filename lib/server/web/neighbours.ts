import { readFileSync } from 'node:fs';
import { release } from 'node:os';
import { isPublishedOnLoopback, type Reached } from '#lib/executors/host/loopback.ts';

/** Docker Desktop hands on from here what reaches a port that it publishes; nobody else has that address in its machine. */
const DOCKER_DESKTOP = '192.168.65.1';
const DESKTOP_KERNEL = /linuxkit|WSL2/i;

/** The default gateways that /proc/net/route names (proc(5)): hexadecimal, the last byte first. */
export function gatewaysIn(route: string): string[] {
  return route
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [, destination, gateway] = line.trim().split(/\s+/);
      const bytes = /^[0-9A-F]{8}$/i.test(gateway ?? '') ? (gateway?.match(/../g) ?? []) : [];
      if (destination !== '00000000' || bytes.length === 0 || gateway === '00000000') return [];
      return [
        bytes
          .reverse()
          .map((byte) => Number.parseInt(byte, 16))
          .join('.'),
      ];
    });
}

/**
 * Who may come without a token although every address is listened at: where a container engine publishes the port on its
 * machine's loopback, what comes that way comes from the gateway. Another container, and a machine that found a way into
 * the container's network, has an address of its own. Docker Desktop's containers may also go by the machine's loopback.
 */
export function neighboursOf(
  reached: Reached,
  route: string = routeHere(),
  kernel: string = release(),
): ReadonlySet<string> {
  if (!isPublishedOnLoopback(reached)) return new Set();
  return new Set([
    '127.0.0.1',
    ...gatewaysIn(route),
    ...(DESKTOP_KERNEL.test(kernel) ? [DOCKER_DESKTOP] : []),
  ]);
}

function routeHere(): string {
  try {
    return readFileSync('/proc/net/route', 'utf8');
  } catch {
    return '';
  }
}
