'use client';

import Link from 'next/link';
import { memo } from 'react';
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from '#components/ui/select.tsx';
import type { Change } from '#lib/client/cost/use-what-if.ts';
import { useNewestExperiments } from '#lib/client/queries.ts';
import { formatMs, formatRate } from '#lib/domain/charts/format.ts';
import type { Usage } from '#lib/domain/cost/usage.ts';
import { shownTime } from '#lib/domain/live/experiment-times.ts';
import { whenWords } from '#lib/domain/report/words.ts';

interface StartFromProps {
  experimentId: string | null;
  /** Where the page begins. */
  usage: Usage;
  change: Change;
}

const NOTHING = 'assumptions';
/** More in one choice nobody reads through; an older one opens from its report. */
const MOST = 100;

/** What the page begins with: the measurement of a finished experiment, or assumptions that say so. */
export const StartFrom = memo(function StartFrom({ experimentId, usage, change }: StartFromProps) {
  const { data } = useNewestExperiments(MOST, 'done');
  const done = data?.experiments ?? [];
  return (
    <div className="mt-3 flex flex-wrap items-center gap-x-3 gap-y-2 text-sm text-muted-foreground">
      <span>Starts from</span>
      <Select
        value={experimentId ?? NOTHING}
        onValueChange={(value) => change({ x: value === NOTHING ? null : value })}
      >
        <SelectTrigger aria-label="Starts from" className="w-full text-foreground sm:w-80">
          <SelectValue />
        </SelectTrigger>
        <SelectContent>
          <SelectItem value={NOTHING}>assumptions, nothing measured</SelectItem>
          {experimentId !== null && !done.some(({ id }) => id === experimentId) ? (
            <SelectItem value={experimentId}>experiment {experimentId.slice(0, 8)}</SelectItem>
          ) : null}
          {done.map(({ id, name, ...times }) => (
            <SelectItem key={id} value={id}>
              {name}, {whenWords(shownTime(times))}
            </SelectItem>
          ))}
        </SelectContent>
      </Select>
      {experimentId === null ? (
        <span>Run an experiment to replace them by what your code does.</span>
      ) : (
        <span>
          {measuredWords(usage)}{' '}
          <Link href={`/experiments/${experimentId}`} className="underline underline-offset-4">
            See the report
          </Link>
          .
        </span>
      )}
    </div>
  );
});

function measuredWords({ durationsMs, durationInterval, sustainedPerReplica }: Usage): string {
  if (durationsMs.length === 0) return 'It measured no warm request.';
  const mean = durationsMs.reduce((sum, ms) => sum + ms, 0) / durationsMs.length;
  const between = durationInterval
    ? ` (${formatMs(durationInterval[0])} to ${formatMs(durationInterval[1])})`
    : '';
  const carried =
    sustainedPerReplica === null ? '' : `, a replica carried ${formatRate(sustainedPerReplica)}`;
  return `Measured: ${formatMs(mean)} a warm request${between}${carried}.`;
}
