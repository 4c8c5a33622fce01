'use client';

import { CircleCheck, CircleMinus, CircleX, type LucideIcon } from 'lucide-react';
import { Quantity } from '#components/ui/quantity.tsx';
import { QueryState } from '#components/ui/query-state.tsx';
import { SideLabel } from '#components/ui/side-badge.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { useMachineNow } from '#lib/client/queries.ts';
import type { Capability, Side } from '#lib/domain/execution/executor.ts';
import type { MachineView } from '#lib/domain/live/api.ts';

/** What this machine can do: both sides' engines at a glance, every layer behind a fold. */
export const MachineStrip = () => (
  <section aria-labelledby="machine-title">
    <h2 id="machine-title" className="sr-only">
      What this machine can do
    </h2>
    <QueryState query={useMachineNow()} loading={<Skeleton className="h-[7.8125rem] sm:h-[4.5625rem]" />}>
      {(view) => <Strip view={view} />}
    </QueryState>
  </section>
);

const Strip = ({ view }: { view: MachineView }) => (
  <div className="grid gap-2 rounded-lg border bg-card px-4 py-3 text-sm">
    <div className="flex flex-wrap items-baseline gap-x-8 gap-y-1.5">
      <Engine side="function" {...view.sides.function} />
      <Engine side="container" {...view.sides.container} />
      <span className="text-muted-foreground">
        <Quantity kind="count" value={view.machine.cpus} /> {view.machine.cpus === 1 ? 'core' : 'cores'},{' '}
        <Quantity kind="mib" value={view.machine.memoryMiB} />, {view.machine.os} {view.machine.arch}
      </span>
      {view.engineAlive ? null : (
        <span className="font-medium text-destructive">
          No engine takes work: start Crossover with npm start.
        </span>
      )}
    </div>
    <Capabilities capabilities={view.capabilities} />
  </div>
);

const Engine = ({ side, available, engine }: { side: Side } & MachineView['sides'][Side]) => (
  <span className="flex items-baseline gap-2">
    <SideLabel side={side} plural />
    {available ? (
      <span>
        ready<span className="text-muted-foreground"> in {engine ?? 'its own engine'}</span>
      </span>
    ) : (
      <span className="text-destructive">cannot run here</span>
    )}
  </span>
);

const STATUS: Record<Capability['status'], { icon: LucideIcon; label: string }> = {
  ok: { icon: CircleCheck, label: 'works' },
  degraded: { icon: CircleMinus, label: 'not enforced' },
  missing: { icon: CircleX, label: 'missing' },
};

function Capabilities({ capabilities }: { capabilities: readonly Capability[] }) {
  const working = capabilities.filter(({ status }) => status === 'ok').length;
  return (
    <details>
      <summary className="w-fit text-[0.8125rem] text-muted-foreground underline underline-offset-4">
        <span className="num">{working}</span> of <span className="num">{capabilities.length}</span> sandbox
        layers and engines work
      </summary>
      <ul className="mt-2 grid gap-x-8 gap-y-1.5 sm:grid-cols-2">
        {capabilities.map((capability) => (
          <CapabilityLine key={capability.id} capability={capability} />
        ))}
      </ul>
    </details>
  );
}

/** An engine that is absent beside another is no layer that is not enforced, and neither is the place itself. */
function degradedWord({ id, side }: Capability, word: string): string {
  if (id.startsWith('engine-')) return 'not there';
  return side === 'machine' ? 'shared and weaker' : word;
}

function CapabilityLine({ capability }: { capability: Capability }) {
  const { icon: Icon, label: word } = STATUS[capability.status];
  const label = capability.status === 'degraded' ? degradedWord(capability, word) : word;
  return (
    <li className="flex gap-2 text-[0.8125rem] leading-5">
      <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-muted-foreground" />
      <span className="min-w-0">
        <span className="font-medium">{capability.title}</span>: {label}.{' '}
        <span className="text-muted-foreground">
          {capability.detail}
          {capability.remedy ? ` ${capability.remedy}` : ''}
        </span>
      </span>
    </li>
  );
}
