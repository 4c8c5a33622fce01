'use client';

import { useMemo } from 'react';
import { ChartFrame } from '#components/charts/chart-frame.tsx';
import { TornadoChart } from '#components/charts/tornado-chart.tsx';
import { sensitivityOf } from '#lib/client/cost/compute.ts';
import type { Priced } from '#lib/client/cost/results.ts';
import { prepareTornado } from '#lib/domain/charts/tornado.ts';
import type { BillOptions } from '#lib/domain/cost/options.ts';
import type { Usage } from '#lib/domain/cost/usage.ts';

interface SensitivitySectionProps {
  pair: readonly [Priced, Priced];
  usage: Usage;
  options: BillOptions;
}

/** What moves the difference of the two bills, and what turns it over. */
export function SensitivitySection({ pair, usage, options }: SensitivitySectionProps) {
  const [first, second] = pair;
  const tornado = useMemo(
    () => prepareTornado(sensitivityOf([first.key, second.key], usage, options), [first.name, second.name]),
    [first.key, second.key, first.name, second.name, usage, options],
  );
  return (
    <ChartFrame
      title="What the difference depends on"
      summary={tornado.summary}
      table={tornado.table}
      note={`${second.name} less ${first.name} in dollars a month, when one thing changes and all else stays. The dashed line is the difference now (${tornado.base.label}), the whole line is equal cost.`}
    >
      <TornadoChart tornado={tornado} names={[first.name, second.name]} sides={[first.side, second.side]} />
    </ChartFrame>
  );
}
