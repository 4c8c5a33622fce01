'use client';

import { useMemo } from 'react';
import { Quantity } from '#components/ui/quantity.tsx';
import { SideShape } from '#components/ui/side-badge.tsx';
import { type Trouble, troublesOf } from '#lib/client/cost/compute.ts';
import type { Priced } from '#lib/client/cost/results.ts';
import type { Pair } from '#lib/client/cost/selection.ts';
import type { WhatIfState } from '#lib/client/cost/use-what-if.ts';
import { formatCount, formatUsd } from '#lib/domain/charts/format.ts';
import type { BillOptions } from '#lib/domain/cost/options.ts';
import { FutureFields } from './future-fields.tsx';
import { SectionHeading } from './section-heading.tsx';

interface TroubleSectionProps {
  state: WhatIfState;
  priced: readonly Priced[];
  pair: Pair | null;
  options: BillOptions;
}

/** What a spike and a loop that nobody stops add to a month, and where an alarm should stand. */
export function TroubleSection({ state, priced, pair, options }: TroubleSectionProps) {
  const { usage, future } = state.whatIf;
  const troubles = useMemo(
    () => troublesOf(priced, usage, future, options),
    [priced, usage, future, options],
  );
  const shown = troubles.filter(({ result }) => pair?.includes(result.key) ?? true);
  return (
    <section aria-labelledby="trouble">
      <SectionHeading id="trouble" title="When it goes wrong" lead={lead(troubles)} />
      <FutureFields state={state} keys={['spike', 'spikeh', 'loop', 'looph']} />
      <TroubleTable troubles={troubles} />
      <ul className="mt-3 flex flex-col gap-1 text-xs leading-5 text-muted-foreground">
        {shown.map(({ result, alarm }) => (
          <li key={result.key}>
            {result.name}, alarm at <span className="num">{formatUsd(alarm.levelUsd)}</span>: {alarm.words}
          </li>
        ))}
        <li>
          Containers are taken to scale out as the traffic asks; with a fixed number of replicas they would
          cost nothing more and fail instead.
        </li>
      </ul>
    </section>
  );
}

function lead(troubles: readonly Trouble[]): string {
  const [first] = troubles;
  if (!first) return '';
  const extras = troubles.map(({ loop }) => loop.extraUsd);
  const loop = `The loop makes ${formatCount(first.loop.extraRequests)} requests and costs ${formatUsd(Math.min(...extras))} to ${formatUsd(Math.max(...extras))} more`;
  return `The spike brings ${formatCount(first.spike.extraRequests)} requests more. ${loop}, depending on the platform.`;
}

const TroubleTable = ({ troubles }: { troubles: readonly Trouble[] }) => (
  <div className="overflow-x-auto">
    <table aria-label="What a spike and a loop cost" className="w-full border-collapse text-sm">
      <thead>
        <tr className="border-b text-xs text-muted-foreground">
          <th scope="col" className="py-2 pr-3 text-left font-medium">
            Platform
          </th>
          {['Usual month', 'Spike adds', 'Loop adds', 'Alarm at'].map((text) => (
            <th key={text} scope="col" className="py-2 pl-3 text-right font-medium">
              {text}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y border-b">
        {troubles.map(({ result, spike, loop, alarm }) => (
          <tr key={result.key} className="hover:bg-muted/50">
            <th scope="row" className="py-1.5 text-left font-normal">
              <span className="inline-flex items-baseline gap-2">
                <SideShape side={result.side} className="self-center" />
                <span className="num text-muted-foreground">{result.letter}</span>
                <span className="max-sm:sr-only">{result.name}</span>
              </span>
            </th>
            {[spike.usualUsd, spike.extraUsd, loop.extraUsd, alarm.levelUsd].map((usd, index) => (
              <td key={['usual', 'spike', 'loop', 'alarm'][index]} className="py-1.5 pl-3 text-right">
                <Quantity kind="usd" value={usd} origin="calculated" />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
