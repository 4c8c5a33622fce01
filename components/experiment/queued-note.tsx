'use client';

import { Alert, AlertTitle } from '#components/ui/alert.tsx';
import { ApiError } from '#lib/client/http.ts';
import { useMachine } from '#lib/client/queries.ts';

/** Why a queued run does not start, when no engine is there to take it. */
export function QueuedNote() {
  const { data, error } = useMachine();
  // Not found: no engine has ever described this machine.
  const never = error instanceof ApiError && error.status === 404;
  if (!never && (!data || data.engineAlive)) return null;
  return (
    <Alert variant="notice">
      <AlertTitle>No engine is taking work</AlertTitle>
      The run is stored and starts as soon as an engine runs. Start one with{' '}
      <code className="font-mono">npm start</code>.
    </Alert>
  );
}
