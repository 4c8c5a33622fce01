import { QueuedNote } from '#components/experiment/queued-note.tsx';
import { Alert, AlertTitle } from '#components/ui/alert.tsx';
import type { FollowedRun } from '#lib/client/interactive/use-interactive-run.ts';
import { SIDES } from '#lib/domain/execution/executor.ts';
import type { InteractiveRun } from '#lib/domain/interactive/run.ts';

interface RunStatusProps {
  followed: FollowedRun;
  /** The finding in a sentence, once there is one. */
  answer: string | null;
}

/** What is being done while it is, then the answer in its place; and why nothing comes, when nothing does. */
export function RunStatus({ followed, answer }: RunStatusProps) {
  const { run, stream, quiet } = followed;
  return (
    <div className="grid gap-3">
      <p aria-live="polite" className="min-h-6 font-medium">
        {run.ended ? (answer ?? outcome(run)) : doing(run)}
      </p>
      {stream === 'connecting' && run.steps.length > 0 && !run.ended ? (
        <p role="status" className="text-sm text-muted-foreground">
          Connection lost, trying again. The run goes on without this page.
        </p>
      ) : null}
      {quiet || (stream === 'closed' && !run.ended) ? <Silence run={run} /> : null}
    </div>
  );
}

const doing = ({ steps }: InteractiveRun): string =>
  `${steps.at(-1) ?? 'Waiting for an engine to take the run'}…`;

function outcome(run: InteractiveRun): string {
  const came = SIDES.filter((side) => run.invocations[side].length > 0);
  if (came.length === 0) return 'No request was answered.';
  return came.length < SIDES.length ? `Only the ${came[0]} side was invoked.` : 'Done.';
}

/** Nothing was heard for long: said, with what can be done. */
const Silence = ({ run }: { run: InteractiveRun }) => (
  <>
    <QueuedNote />
    <Alert variant="notice" role="status">
      <AlertTitle>Nothing was heard of this run for a while</AlertTitle>
      {run.steps.length > 0
        ? 'What came until now is shown. The engine may have been stopped; start the run again when it is back.'
        : 'The engine may be busy or stopped, or the run is so old that its events were cleared away. You can start another one.'}
    </Alert>
  </>
);
