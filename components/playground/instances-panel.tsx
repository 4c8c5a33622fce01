'use client';

import { useInstances } from '#lib/client/interactive/use-instances.ts';
import { SIDES } from '#lib/domain/execution/executor.ts';
import { InstanceList } from './instance-list.tsx';
import { useEngineNow } from './use-engine-now.ts';

/** Every environment and replica that this browser has in the playground, as it lives: both sides beside each other. */
export function InstancesPanel() {
  const { list, stream } = useInstances();
  const now = useEngineNow(list);
  return (
    <section aria-labelledby="instances-title" className="mt-10 border-t pt-6">
      <h2 id="instances-title" className="text-lg font-semibold">
        Alive now
      </h2>
      <p className="mt-1 max-w-3xl text-sm text-muted-foreground">
        An environment serves one request at a time and leaves when it was idle for long enough; a replica
        serves many and stays. Kill one as a crash would, then invoke again. Each browser has its own.
      </p>
      <p role="status" className="min-h-6 text-sm text-muted-foreground">
        {stream === 'connecting' && list ? 'Connection lost, trying again. This list may be old.' : ''}
        {stream === 'closed' ? 'The list cannot be read now. Load the page again.' : ''}
      </p>
      <div className="grid gap-x-8 gap-y-6 lg:grid-cols-2">
        {SIDES.map((side) => (
          <InstanceList
            key={side}
            side={side}
            now={now}
            instances={list?.instances.filter((one) => one.side === side && one.state !== 'stopped') ?? []}
          />
        ))}
      </div>
    </section>
  );
}
