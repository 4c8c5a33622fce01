import { Progress } from '#components/ui/progress.tsx';
import type { StreamState } from '#lib/client/use-events.ts';
import type { ExperimentState } from '#lib/domain/experiment/state.ts';
import { shareDone, timeLeft } from '#lib/domain/live/progress.ts';
import type { LiveView } from '#lib/domain/live/reduce.ts';

/** What is said before the engine says something more exact. */
const MEANWHILE: Record<ExperimentState, string> = {
  queued: 'Waiting for an engine to take the run',
  preparing: 'Preparing both sides',
  running: 'Sending requests to both sides in turns',
  analysing: 'Working out percentiles, intervals and bills',
  done: 'Loading the report',
  failed: 'Stopped',
  cancelled: 'Cancelled',
  interrupted: 'Interrupted',
};

/** What is being done, how far it is and how long it still takes. Its height never changes. */
export function ProgressPanel({ view, stream }: { view: LiveView; stream: StreamState }) {
  // Nothing has begun in a queue: an empty bar, not one of unknown length.
  const share = view.state === 'queued' ? 0 : shareDone(view);
  const progress = view.progress;
  const lost = stream === 'connecting' && progress !== null;
  return (
    <div>
      <div className="flex min-h-6 flex-wrap items-baseline justify-between gap-x-4">
        <p aria-live="polite" className="font-medium">
          {doing(view)}
        </p>
        <p className="text-sm text-muted-foreground">{timeLeft(view)}</p>
      </div>
      <Progress
        aria-label="Measured time"
        value={share === null ? null : share * 100}
        className="mt-2"
        max={100}
      />
      <div className="mt-1.5 flex min-h-10 flex-wrap justify-between gap-x-4 text-xs leading-5 text-muted-foreground sm:min-h-5">
        <p>{measured(progress)}</p>
        <p role="status">{lost ? 'Connection lost, trying again. The run goes on without this page.' : ''}</p>
      </div>
    </div>
  );
}

function measured(progress: LiveView['progress']): string {
  if (!progress || progress.total <= 0) return '';
  const done = Math.round(Math.min(progress.done, progress.total));
  return `${done} of ${Math.round(progress.total)} measured seconds, both sides together`;
}

/** The engine's own words belong to the step they were said in. */
function doing({ state, progress }: LiveView): string {
  const engineSpeaks = state === 'preparing' || state === 'running' || state === 'analysing';
  return engineSpeaks && progress ? progress.doing : MEANWHILE[state];
}
