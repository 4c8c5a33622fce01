import type { Capability } from '#lib/domain/execution/executor.ts';

const MARK: Record<Capability['status'], string> = { ok: 'yes', degraded: 'partly', missing: 'NO' };
const HEADINGS = { function: 'Functions', container: 'Containers', machine: 'Machine' } as const;

/** What the machine can do, a line a layer, for a terminal. */
export function capabilityLines(capabilities: readonly Capability[]): string[] {
  const sides = Object.keys(HEADINGS) as Capability['side'][];
  return sides.flatMap((side) => {
    const lines = capabilities.filter((capability) => capability.side === side);
    return lines.length === 0 ? [] : [`  ${HEADINGS[side]}`, ...lines.flatMap(lineOf)];
  });
}

function lineOf({ id, title, status, detail, remedy }: Capability): string[] {
  // An engine beside another that is there: it is simply absent.
  const mark = id.startsWith('engine-') && status === 'degraded' ? 'no' : MARK[status];
  const line = `    ${mark.padEnd(7)}${title}: ${detail}`;
  return status === 'ok' || !remedy ? [line] : [line, `           ${remedy}`];
}
