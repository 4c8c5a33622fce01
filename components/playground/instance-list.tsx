import type { ReactNode } from 'react';
import { Quantity } from '#components/ui/quantity.tsx';
import { SideLabel } from '#components/ui/side-badge.tsx';
import { formatMs } from '#lib/domain/charts/format.ts';
import type { InstanceSnapshot, Side } from '#lib/domain/execution/executor.ts';
import { shortId } from '#lib/domain/interactive/summary.ts';
import { KillButton } from './kill-button.tsx';

interface InstanceListProps {
  side: Side;
  instances: readonly InstanceSnapshot[];
  /** On the engine's clock; null before the first list. */
  now: number | null;
}

const EMPTY: Record<Side, string> = {
  function: 'No environment. The next invocation starts one, and waits for it.',
  container: 'No replica. The next invocation deploys one first.',
};

export const InstanceList = ({ side, instances, now }: InstanceListProps) => (
  <div className="min-w-0">
    <h3 className="flex items-baseline justify-between border-b pb-1.5 text-sm">
      <SideLabel side={side} plural />
      <span className="num text-xs text-muted-foreground">{instances.length}</span>
    </h3>
    {instances.length === 0 ? (
      <p className="py-3 text-sm text-muted-foreground">{EMPTY[side]}</p>
    ) : (
      <ul className="max-h-80 divide-y overflow-y-auto">
        {instances.map((one) => (
          <Instance key={one.id} one={one} now={now} />
        ))}
      </ul>
    )}
  </div>
);

const Instance = ({ one, now }: { one: InstanceSnapshot; now: number | null }) => (
  <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1 py-2 sm:grid-cols-[6.5rem_minmax(0,1fr)_auto]">
    <p className="flex items-baseline gap-2 text-sm sm:block">
      <span className="num block truncate" title={one.id}>
        {shortId(one.id)}
      </span>
      <span className="text-xs text-muted-foreground">{one.state}</span>
    </p>
    <dl className="grid grid-cols-4 gap-x-2 text-[0.8125rem] max-sm:col-span-2 max-sm:row-start-2">
      <Fact label="served">
        <Quantity kind="count" value={one.served} />
      </Fact>
      <Fact label="in flight">
        <Quantity kind="count" value={one.inFlight} />
      </Fact>
      <Fact label="age">
        <span className="num">{now === null ? '–' : age(now - one.startedAt)}</span>
      </Fact>
      <Fact label="memory">
        <Quantity kind="bytes" value={one.memoryUsed} />
      </Fact>
    </dl>
    <KillButton one={one} />
  </li>
);

const Fact = ({ label, children }: { label: string; children: ReactNode }) => (
  <div>
    <dt className="text-xs leading-4 text-muted-foreground">{label}</dt>
    <dd>{children}</dd>
  </div>
);

/** Whole seconds: an age that ticks does not need more. */
const age = (ms: number): string => formatMs(Math.max(0, Math.floor(ms / 1000) * 1000));
