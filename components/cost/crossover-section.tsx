'use client';

import { useMemo } from 'react';
import { ChartFrame } from '#components/charts/chart-frame.tsx';
import { DataTable } from '#components/charts/data-table.tsx';
import { SideLegend } from '#components/charts/legend.tsx';
import { LineChart } from '#components/charts/line-chart.tsx';
import { breakEvensOf, cheapestOf, gridAround, seriesOf } from '#lib/client/cost/compute.ts';
import type { Result } from '#lib/client/cost/results.ts';
import type { Pair } from '#lib/client/cost/selection.ts';
import type { WhatIfState } from '#lib/client/cost/use-what-if.ts';
import { breakEvenTable } from '#lib/domain/charts/break-even-words.ts';
import { prepareCrossover } from '#lib/domain/charts/crossover.ts';
import type { BillOptions } from '#lib/domain/cost/options.ts';

interface CrossoverSectionProps {
  state: WhatIfState;
  results: readonly Result[];
  options: BillOptions;
  pair: Pair | null;
}

const TITLE = 'Cost of a month against traffic';

/** Where the answer crosses over: every chosen platform over seven decades of traffic. */
export function CrossoverSection({ state, results, options, pair }: CrossoverSectionProps) {
  const { usage } = state.whatIf;
  const meets = useMemo(() => breakEvensOf(pair, usage, options), [pair, usage, options]);
  const model = useMemo(() => {
    const grid = gridAround(usage.requestsPerMonth);
    const series = seriesOf(results, usage, options, grid);
    return prepareCrossover({
      grid,
      platforms: series,
      pair,
      breakEvens: meets,
      cheapest: cheapestOf(results, usage, options, grid, series),
      own: usage.requestsPerMonth,
    });
  }, [results, usage, options, pair, meets]);
  const names = namesOf(pair, results);
  return (
    <div className="flex flex-col gap-3">
      <ChartFrame
        title={TITLE}
        summary={model.summary}
        table={model.table}
        legend={<SideLegend breakEven={model.marks.length > 0} />}
        note="Both axes are logarithmic. Calculated from list prices, not measured. What costs less than a cent is drawn as a cent. Drag the handle on the lower axis to change your traffic."
      >
        <LineChart model={model} title={TITLE} onOwn={(n) => state.change({ n })} />
      </ChartFrame>
      {meets && names && meets.points.length > 1 ? (
        <details>
          <summary className="w-fit text-sm underline-offset-4 hover:underline">
            {meets.more > 0
              ? `The first ${meets.points.length} of ${meets.points.length + meets.more}`
              : 'All'}{' '}
            points where the order of the two changes
          </summary>
          <div className="mt-2">
            <DataTable table={breakEvenTable(names, meets)} />
          </div>
        </details>
      ) : null}
    </div>
  );
}

function namesOf(pair: Pair | null, results: readonly Result[]): [string, string] | null {
  const [first, second] = pair?.map((key) => results.find((result) => result.key === key)?.name) ?? [];
  return first === undefined || second === undefined ? null : [first, second];
}
