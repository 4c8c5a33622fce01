'use client';

import { useMemo } from 'react';
import { SectionHeading } from '#components/cost/section-heading.tsx';
import { Alert } from '#components/ui/alert.tsx';
import { DISTORTIONS } from '#lib/client/simulate/compress.ts';
import {
  DAYS,
  type Day,
  KINDS,
  labelOf,
  TRACE_WORDS,
  TRAFFIC_KINDS,
  type TrafficKind,
} from '#lib/client/simulate/traffic-kinds.ts';
import type { ScenarioState } from '#lib/client/simulate/use-scenario.ts';
import type { TraceChoice } from '#lib/client/simulate/use-trace.ts';
import { formatCount } from '#lib/domain/charts/format.ts';
import { prepareTraffic } from '#lib/domain/charts/simulation-traffic.ts';
import { scaleArrivals } from '#lib/domain/simulation/arrivals.ts';
import type { Arrivals } from '#lib/domain/simulation/input.ts';
import type { TrafficShape } from '#lib/domain/workload/workload.ts';
import { ChoiceField } from './choice-field.tsx';
import { FieldRow } from './field-row.tsx';
import { ScenarioNumber } from './scenario-number.tsx';
import { TraceField } from './trace-field.tsx';
import { TrafficChart } from './traffic-chart.tsx';

interface TrafficSectionProps {
  state: ScenarioState;
  trace: TraceChoice;
  /** Null: a trace is wanted and none was read. */
  arrivals: Arrivals | null;
}

/** How requests come, seen before anything runs. */
export const TrafficSection = ({ state, trace, arrivals }: TrafficSectionProps) => (
  <section aria-labelledby="traffic">
    <SectionHeading
      id="traffic"
      title="Traffic"
      lead="How requests come. The picture shows what will be simulated."
    />
    <div className="grid grid-cols-1 gap-x-10 gap-y-6 lg:grid-cols-[22rem_minmax(0,1fr)]">
      <div className="flex flex-col gap-5">
        <KindFields state={state} trace={trace} />
        <Amount state={state} />
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <Preview state={state} arrivals={arrivals} />
        <Distortion state={state} />
      </div>
    </div>
  </section>
);

const KIND_ITEMS = Object.fromEntries(TRAFFIC_KINDS.map((kind) => [kind, labelOf(kind)])) as Record<
  TrafficKind,
  string
>;
const DAY_NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const DAY_ITEMS = Object.fromEntries(DAYS.map((day, index) => [day, DAY_NAMES[index]])) as Record<
  Day,
  string
>;
const SHAPE_ITEMS = {
  steady: 'Steady',
  'office-hours': 'Office hours',
  'evening-peak': 'Evening peak',
  bursts: 'Bursts',
} as const satisfies Record<TrafficShape, string>;
const LENGTH_ITEMS = { fixed: 'Always the same', vary: 'Vary around it' } as const;

function KindFields({ state, trace }: Pick<TrafficSectionProps, 'state' | 'trace'>) {
  const { traffic, day, shape, vary } = state.scenario.choices;
  const kind = traffic === 'trace' ? null : KINDS[traffic];
  return (
    <>
      <ChoiceField
        label="Kind"
        description={kind?.words ?? TRACE_WORDS}
        value={traffic}
        items={KIND_ITEMS}
        onChange={(t) => state.change({ t })}
      />
      {kind === null ? <TraceField trace={trace} /> : null}
      {kind ? (
        <FieldRow>
          {kind.fields.map(([key, label]) => (
            <ScenarioNumber key={key} name={key} label={label} state={state} />
          ))}
        </FieldRow>
      ) : null}
      {traffic === 'month' ? (
        <ChoiceField
          label="Shape"
          description="How a week spreads the requests."
          value={shape}
          items={SHAPE_ITEMS}
          onChange={(next) => state.change({ shape: next })}
        />
      ) : null}
      {traffic === 'diurnal' ? (
        <ChoiceField
          label="Begins on"
          description="At midnight of this day."
          value={day}
          items={DAY_ITEMS}
          onChange={(next) => state.change({ day: next })}
        />
      ) : null}
      {traffic === 'on-off' ? (
        <ChoiceField
          label="Lengths"
          description="Bursts and pauses that vary are exponential: most are short, some are long."
          value={vary ? 'vary' : 'fixed'}
          items={LENGTH_ITEMS}
          onChange={(next) => state.change({ vary: next === 'vary' ? true : null })}
        />
      ) : null}
    </>
  );
}

const Amount = ({ state }: { state: ScenarioState }) => (
  <div className="border-t pt-5">
    <FieldRow>
      {state.scenario.pattern ? <ScenarioNumber name="h" state={state} /> : null}
      <ScenarioNumber name="x" state={state} />
      <ScenarioNumber name="fast" state={state} />
      <ScenarioNumber name="seed" state={state} />
    </FieldRow>
  </div>
);

function Preview({ state: { scenario }, arrivals }: Pick<TrafficSectionProps, 'state' | 'arrivals'>) {
  const { durationMs, numbers } = scenario;
  const chart = useMemo(
    () => (arrivals === null ? null : prepareTraffic(scaleArrivals(arrivals, numbers.x), durationMs)),
    [arrivals, durationMs, numbers.x],
  );
  if (chart === null) {
    return (
      <p className="rounded-lg border border-dashed px-5 py-6 text-sm text-muted-foreground">
        Choose a file, and the rate over its time stands here before anything is simulated.
      </p>
    );
  }
  return <TrafficChart chart={chart} />;
}

/** What time compression makes wrong, beside it and only when it is used. */
function Distortion({ state: { scenario } }: { state: ScenarioState }) {
  const { fast } = scenario.numbers;
  if (fast === 1) return null;
  return (
    <Alert variant="notice">
      <p className="font-medium">
        Time is compressed <span className="num">{formatCount(fast)}</span> times. What this distorts:
      </p>
      <ul className="mt-1 flex list-disc flex-col gap-1 pl-4 text-muted-foreground">
        {DISTORTIONS.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      <p className="mt-1 text-muted-foreground">
        A simulation needs no compression: it is here to show what a compressed measurement would have shown.
      </p>
    </Alert>
  );
}
