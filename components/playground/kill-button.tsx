'use client';

import { Button } from '#components/ui/button.tsx';
import { problemOf } from '#lib/client/http.ts';
import { useKillInstance } from '#lib/client/queries.ts';
import type { InstanceSnapshot } from '#lib/domain/execution/executor.ts';
import { oneInstance, shortId } from '#lib/domain/interactive/summary.ts';

/** Ends one as a crash would. It stays “Killing…” until the list no longer has it. */
export function KillButton({ one }: { one: InstanceSnapshot }) {
  const kill = useKillInstance();
  const asked = kill.isPending || kill.isSuccess || one.state === 'stopping';
  return (
    <div className="text-right">
      <Button
        variant="outline"
        size="sm"
        className="w-20"
        aria-disabled={asked}
        aria-label={`Kill ${oneInstance(one.side)} ${shortId(one.id)}`}
        onClick={() => asked || kill.mutate(one.id)}
      >
        {asked ? 'Killing…' : 'Kill'}
      </Button>
      {kill.error ? (
        <p role="alert" className="mt-1 max-w-48 text-xs text-destructive">
          {problemOf(kill.error).message}
        </p>
      ) : null}
    </div>
  );
}
