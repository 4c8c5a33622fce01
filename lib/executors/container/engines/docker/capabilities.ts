import type { Capability } from '#lib/domain/execution/executor.ts';
import { limitLines } from '../limits.ts';
import type { Connection } from './connect.ts';

/** What this engine enforces. */
export function dockerCapabilities({
  title,
  transport,
  publishing,
  limits,
}: Connection): readonly Capability[] {
  const isolated = transport === 'socket';
  return [
    ...limitLines(title, (limit) => limits[limit]),
    {
      id: 'container-network',
      side: 'container',
      title: 'Container network isolation',
      status: isolated ? 'ok' : 'degraded',
      detail: isolated
        ? 'Containers have no network unless a workload asks for it; requests travel over a unix socket.'
        : `${title} shares no directory with this machine: requests travel over ${publishing.over}, containers can reach the network, and backing services cannot be reached.`,
      remedy: isolated ? null : 'Use an engine of this machine itself (Linux), or runc.',
    },
  ];
}
