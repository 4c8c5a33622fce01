'use client';

import { useEffect, useEffectEvent, useState } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import { TraceField } from '#components/simulate/trace-field.tsx';
import { FormNumber } from '#components/ui/form-number.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { KINDS, labelOf, TRACE_WORDS, type TrafficKind } from '#lib/client/simulate/traffic-kinds.ts';
import { useTrace } from '#lib/client/simulate/use-trace.ts';
import type { PlanForm } from '#lib/client/wizard/form.ts';
import type { DescribedTraffic } from '#lib/client/wizard/preview.ts';
import {
  chosen,
  DAY_CHOICES,
  dayChoice,
  daysOf,
  isShaped,
  kindOf,
  RUN_KINDS,
  SHAPES,
} from '#lib/client/wizard/run-traffic.ts';
import { ExperimentPlan } from '#lib/domain/experiment/plan.ts';
import { keepTrace } from '#lib/domain/load/keep-trace.ts';
import { turnOf } from '#lib/domain/load/turn.ts';
import { PlayedPreview } from './played-preview.tsx';

/** What is sent during the run: a steady rate, a pattern or a recording, with its picture before anything runs. */
export function RunTraffic({ described }: { described: DescribedTraffic }) {
  const { control, setValue } = useFormContext<PlanForm>();
  const plan = useWatch({ control, name: 'plan' });
  const kind = kindOf(plan);
  const choose = (next: string) => {
    const known = RUN_KINDS.find((one) => one === next);
    if (known === undefined) return;
    const { traffic, ...rest } = chosen(known, plan);
    const how = { shouldDirty: true, shouldValidate: true } as const;
    setValue('plan.traffic', traffic, how);
    setValue('plan.arrivals', rest.arrivals, how);
    setValue('plan.secondsPerCandidate', rest.secondsPerCandidate, how);
    setValue('plan.rounds', rest.rounds, how);
  };
  return (
    <div className="grid grid-cols-1 gap-x-10 gap-y-6 lg:grid-cols-[20rem_minmax(0,1fr)]">
      <div className="flex min-w-0 flex-col gap-5">
        <SelectField
          label="Traffic of the run"
          description={kind === 'trace' ? TRACE_WORDS : KINDS[kind].words}
          value={kind}
          items={kindsWith(kind).map((value) => ({ value, label: labelOf(value) }))}
          onChange={choose}
        />
        {isShaped(kind) ? <ShapeFields kind={kind} /> : null}
        {kind === 'poisson' || kind === 'constant' ? <SteadyRate /> : null}
        {kind === 'trace' ? <Trace /> : null}
        {plan.traffic === undefined ? null : <Amount diurnal={kind === 'diurnal'} />}
      </div>
      <PlayedPreview described={described} />
    </div>
  );
}

/** A copied plan may play what only the command line offers. */
const kindsWith = (kind: TrafficKind): TrafficKind[] => [...new Set([...RUN_KINDS, kind])];

const SteadyRate = () => (
  <FormNumber<PlanForm>
    name="plan.ratePerSecond"
    label="Rate during the run"
    unit="requests/s"
    description="The same on both sides. Suggested from the busiest minutes of your traffic and what one machine can do."
  />
);

function ShapeFields({ kind }: { kind: keyof typeof SHAPES }) {
  const { control, setValue } = useFormContext<PlanForm>();
  const plan = useWatch({ control, name: 'plan' });
  const takeDays = (choice: string) => {
    const { startDay, spanSeconds } = daysOf(choice);
    setValue('plan.traffic.arrivals.startDay', startDay, { shouldDirty: true });
    setValue('plan.traffic.spanSeconds', spanSeconds, { shouldDirty: true, shouldValidate: true });
  };
  return (
    <>
      {kind === 'diurnal' ? (
        <SelectField
          label="Played in each turn"
          description="So much of it is sent in every turn, played faster."
          value={dayChoice(plan)}
          items={DAY_CHOICES}
          onChange={takeDays}
        />
      ) : null}
      <div className="grid grid-cols-2 gap-4">
        {SHAPES[kind].fields.map((field) => (
          <FormNumber<PlanForm> key={field.name} {...field} />
        ))}
      </div>
    </>
  );
}

/** A file of the reader's own; what is kept of it becomes part of the plan. */
function Trace() {
  const { control, setValue } = useFormContext<PlanForm>();
  const { traffic, ratePerSecond: suggested } = useWatch({ control, name: 'plan' });
  const trace = useTrace();
  const [taken, setTaken] = useState(trace.arrivals);
  const take = useEffectEvent(() => {
    const { arrivals, name, notes } = trace;
    if (arrivals === null || (arrivals.kind !== 'times' && arrivals.kind !== 'counts')) return;
    const kept = keepTrace(arrivals, name ?? 'trace', notes);
    const requests = traffic?.requests ?? kept.requests;
    const meanPerSecond = traffic?.meanPerSecond ?? suggested;
    setValue(
      'plan.traffic',
      { ...kept, requests, meanPerSecond },
      { shouldDirty: true, shouldValidate: true },
    );
    setTaken(arrivals);
  });
  useEffect(() => {
    if (trace.arrivals !== taken) take();
  }, [trace.arrivals, taken]);
  const name = trace.state === 'none' ? traffic?.name : undefined;
  return (
    <>
      <TraceField
        trace={trace}
        description="CSV with a time in each row, with a time and a count or a rate, an access log, results of a load generator, or an Azure trace; plain or .gz. It is read in your browser; its times or counts are stored with the run, at most 10,000 of them."
      />
      {name ? <p className="text-[0.8125rem] leading-5">In use: {name}</p> : null}
      <FormNumber<PlanForm>
        name="plan.traffic.meanPerSecond"
        label="Average rate"
        unit="requests/s"
        description="The recording is scaled to it, so that its shape is measured with enough requests. Empty: as it was recorded."
      />
    </>
  );
}

const SENT = [
  { value: 'thinned', label: 'Thinned: the rates stay' },
  { value: 'all', label: 'All: the rates rise' },
] as const;

/** Nothing is thinned where nothing is compressed. */
function isFaster(values: PlanForm['plan']): boolean {
  const checked = ExperimentPlan.safeParse(values);
  return checked.success && turnOf(checked.data).factor > 1;
}

/** How much of it a turn plays, and what of it is sent when that is more than fits. */
function Amount({ diurnal }: { diurnal: boolean }) {
  const { control, setValue } = useFormContext<PlanForm>();
  const plan = useWatch({ control, name: 'plan' });
  const requests = plan.traffic?.requests ?? 'thinned';
  return (
    <div className="flex flex-col gap-5 border-t pt-5">
      {diurnal ? null : (
        <FormNumber<PlanForm>
          name="plan.traffic.spanSeconds"
          label="Played in each turn"
          unit="s of it"
          description="Empty: a pattern as long as a turn is, a file whole. More than a turn takes is played faster."
        />
      )}
      {isFaster(plan) ? (
        <SelectField
          label="Requests of faster traffic"
          description="Where time is compressed: send a part of the requests, or all in the shorter time."
          value={requests}
          items={SENT}
          onChange={(next) =>
            setValue('plan.traffic.requests', next === 'all' ? 'all' : 'thinned', {
              shouldDirty: true,
              shouldValidate: true,
            })
          }
        />
      ) : null}
    </div>
  );
}
