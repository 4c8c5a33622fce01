'use client';

import { useMemo } from 'react';
import type { Base } from '#lib/client/simulate/base.ts';
import { jobsOf, type Simulated } from '#lib/client/simulate/outcome.ts';
import { useJobs } from '#lib/client/simulate/use-jobs.ts';
import { useScenario } from '#lib/client/simulate/use-scenario.ts';
import { useTrace } from '#lib/client/simulate/use-trace.ts';
import { PlatformsSection } from './platforms-section.tsx';
import { ReplaySection } from './replay-section.tsx';
import { ResultsSection } from './results-section.tsx';
import { RunBar } from './run-bar.tsx';
import { TrafficSection } from './traffic-section.tsx';

/** The form in the order of its thoughts: traffic, both sides, run; then what came of it. */
export function SimulateScreen({ base }: { base: Base }) {
  const state = useScenario(base);
  const trace = useTrace();
  const jobs = useJobs<Simulated>();
  const { scenario, address } = state;
  const arrivals = scenario.pattern ?? trace.arrivals;
  const mark = useMemo(
    () => JSON.stringify([address, scenario.pattern ? null : trace.name]),
    [address, scenario.pattern, trace.name],
  );
  const start = () => {
    if (arrivals === null) return;
    const { jobs: made, about } = jobsOf(scenario, arrivals, mark);
    jobs.run(made, about);
  };
  return (
    <div className="flex flex-col gap-10">
      {base.calibration ? <ReplaySection calibration={base.calibration} /> : null}
      <TrafficSection state={state} trace={trace} arrivals={arrivals} />
      <PlatformsSection state={state} />
      <RunBar jobs={jobs} state={state} ready={arrivals !== null} onRun={start} mark={mark} />
      <ResultsSection jobs={jobs} />
    </div>
  );
}
