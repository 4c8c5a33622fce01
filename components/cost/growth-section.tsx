'use client';

import { useMemo } from 'react';
import { ChartFrame } from '#components/charts/chart-frame.tsx';
import { SideLegend } from '#components/charts/legend.tsx';
import { LineChart } from '#components/charts/line-chart.tsx';
import { growthOf } from '#lib/client/cost/compute.ts';
import type { Priced } from '#lib/client/cost/results.ts';
import type { Pair } from '#lib/client/cost/selection.ts';
import type { WhatIfState } from '#lib/client/cost/use-what-if.ts';
import { prepareGrowth } from '#lib/domain/charts/growth.ts';
import type { BillOptions } from '#lib/domain/cost/options.ts';
import { FutureFields } from './future-fields.tsx';
import { SectionHeading } from './section-heading.tsx';

interface GrowthSectionProps {
  state: WhatIfState;
  priced: readonly Priced[];
  pair: Pair | null;
  options: BillOptions;
}

const TITLE = 'The bill of each month for three years';

export function GrowthSection({ state, priced, pair, options }: GrowthSectionProps) {
  const { usage, future } = state.whatIf;
  const { growthPercent, budgetUsd } = future;
  const model = useMemo(
    () =>
      prepareGrowth({
        platforms: priced.map(({ key, name, letter, side }) => ({ id: key, name, letter, side })),
        pair,
        rate: `${growthPercent}% a month`,
        months: growthOf(priced, usage, growthPercent, options),
        budgetUsd,
      }),
    [priced, pair, usage, options, growthPercent, budgetUsd],
  );
  return (
    <section aria-labelledby="growth">
      <SectionHeading id="growth" title="Growth" />
      <FutureFields state={state} keys={['grow', 'budget']} />
      <ChartFrame
        title={TITLE}
        summary={model.summary}
        table={model.table}
        legend={<SideLegend />}
        note="Growth is compounded; prices and sizes are taken to stay as they are."
      >
        <LineChart model={model} title={TITLE} />
      </ChartFrame>
    </section>
  );
}
