import { LanesChart } from '#components/charts/lanes-chart.tsx';
import { prepareLanes } from '#lib/domain/charts/lanes.ts';
import { firstOf } from '#lib/domain/execution/candidate.ts';
import type { ExperimentPlan } from '#lib/domain/experiment/plan.ts';
import type { LiveView } from '#lib/domain/live/reduce.ts';
import { SoFarTable } from './so-far-table.tsx';

const bySide = ({ seconds }: LiveView, { candidates }: ExperimentPlan) => ({
  function: seconds[firstOf('function', candidates)] ?? [],
  container: seconds[firstOf('container', candidates)] ?? [],
});

interface RunPanelsProps {
  view: LiveView;
  plan: ExperimentPlan;
}

/** Counts and the growing chart; also for a run that ended early, as far as it came. */
export const RunPanels = ({ view, plan }: RunPanelsProps) => (
  <div className="grid items-start gap-x-10 gap-y-8 lg:grid-cols-[1fr_19rem]">
    <div className="min-w-0">
      <LanesChart
        lanes={prepareLanes(bySide(view, plan), plan.secondsPerCandidate)}
        title="Latency of each second"
      />
    </div>
    <div className="max-lg:order-first">
      <SoFarTable view={view} plan={plan} />
    </div>
  </div>
);
