'use client';

import { ChevronDown, RotateCcw } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import type { FieldKey } from '#lib/client/cost/fields.ts';
import { NO_CHANGES, type WhatIfState } from '#lib/client/cost/use-what-if.ts';
import { formatCount, formatMiB, formatMs } from '#lib/domain/charts/format.ts';
import { ChoiceSelect } from './choice-select.tsx';
import { PartSwitches } from './part-switches.tsx';
import { WhatIfField } from './quantity-field.tsx';

interface ControlsProps {
  state: WhatIfState;
  /** Where the beginning comes from: "measured" or "assumed". */
  origin: string;
}

/** All that can be changed. Beside the results on a wide screen, folded above them on a narrow one. */
export function Controls({ state, origin }: ControlsProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <section aria-label="What if" className="rounded-lg border bg-card lg:sticky lg:top-4">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        className="flex w-full items-center justify-between gap-3 px-4 py-3 text-left lg:hidden"
      >
        <span className="min-w-0">
          <span className="block font-semibold">What if</span>
          <span className="num block text-xs text-muted-foreground">{summary(state)}</span>
        </span>
        <ChevronDown aria-hidden="true" className={cn('size-4 shrink-0', open && 'rotate-180')} />
      </button>
      <div
        id={id}
        className={cn(
          'flex flex-col gap-5 px-4 pb-4 lg:max-h-[calc(100dvh-2rem)] lg:overflow-y-auto lg:pt-4',
          !open && 'max-lg:hidden',
        )}
      >
        <Fields state={state} origin={origin} />
      </div>
    </section>
  );
}

const summary = ({ whatIf: { usage }, fields }: WhatIfState): string =>
  [
    `${formatCount(usage.requestsPerMonth)} requests`,
    formatMs(fields.d.value ?? 0),
    formatMiB(usage.memoryMiB),
  ].join(', ');

/** Where the numbers of an experiment are from; the others are assumed there too. */
const ORIGIN: Partial<Record<FieldKey, string>> = {
  n: 'described',
  m: 'described',
  r: 'as run',
  v: 'as run',
  d: 'measured',
  busy: 'measured',
  init: 'measured',
};

const SLID: readonly FieldKey[] = ['n', 'd', 'busy', 'out', 'm', 'c', 'r'];

function Fields({ state, origin }: ControlsProps) {
  const { usage, options } = state.whatIf;
  const field = (key: FieldKey) => (
    <WhatIfField
      key={key}
      name={key}
      state={state.fields[key]}
      origin={origin === 'assumed' ? origin : (ORIGIN[key] ?? 'assumed')}
      slider={SLID.includes(key)}
      change={state.change}
    />
  );
  return (
    <>
      <Group title="Traffic" action={<Reset state={state} />}>
        {field('n')}
        <ChoiceSelect which="shape" value={usage.shape} change={state.change} />
      </Group>
      <Group title="One request">
        {field('d')}
        {field('busy')}
        {field('out')}
      </Group>
      <Group title="Size">
        {field('m')}
        {field('c')}
        {field('r')}
      </Group>
      <Group title="On the bill">
        <PartSwitches
          off={options.off}
          freeTier={options.freeTier}
          spot={options.spot}
          change={state.change}
        />
      </Group>
      <Fold title="More: processor, init, front door, spot">
        {field('v')}
        {field('cpu')}
        {field('init')}
        {field('prov')}
        {field('eur')}
        {field('age')}
        <ChoiceSelect which="door" value={options.frontDoor} change={state.change} />
        <ChoiceSelect which="arch" value={options.arch} change={state.change} />
      </Fold>
    </>
  );
}

const Group = ({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) => (
  <fieldset className="flex min-w-0 flex-col gap-4 border-b pb-5">
    <legend className="sr-only">{title}</legend>
    <div aria-hidden={action ? undefined : true} className="flex items-center justify-between">
      <span className="eyebrow">{title}</span>
      {action}
    </div>
    {children}
  </fieldset>
);

const Fold = ({ title, children }: { title: string; children: ReactNode }) => (
  <details>
    <summary className="text-sm underline-offset-4 hover:underline">{title}</summary>
    <div className="mt-4 flex flex-col gap-4">{children}</div>
  </details>
);

function Reset({ state }: { state: WhatIfState }) {
  const changed = Object.values(state.fields).some((field) => field.changed);
  return (
    <Button
      variant="ghost"
      size="sm"
      className={cn('-my-1 -mr-2 text-muted-foreground', !changed && 'invisible')}
      onClick={() => state.change(NO_CHANGES)}
    >
      <RotateCcw aria-hidden="true" />
      Reset all
    </Button>
  );
}
