import { SideBadge } from '#components/ui/side-badge.tsx';
import { familyOf } from '#lib/domain/execution/candidate.ts';
import type { Report } from '#lib/domain/report/report.ts';
import { OUTCOME_WORDS } from '#lib/domain/report/words.ts';

/** The first failure of each kind with what the handler printed; nothing when nothing failed. */
export function Failures({ report }: { report: Report }) {
  const failures = report.candidates.flatMap((one) =>
    one.failures.map((failure) => ({ id: one.id, side: familyOf(one), ...failure })),
  );
  if (failures.length === 0) return null;
  return (
    <div>
      <h3 className="text-sm font-semibold">Failures and their logs</h3>
      <p className="text-xs text-muted-foreground">Those of the warm-up are counted here, too.</p>
      <ul className="mt-2 divide-y border-y">
        {failures.map((failure) => (
          <li key={`${failure.id} ${failure.outcome} ${failure.message}`} className="py-3 text-sm">
            <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <SideBadge side={failure.side} />
              <span className="font-medium">{OUTCOME_WORDS[failure.outcome]}</span>
              <span className="num text-muted-foreground">{failure.count}×</span>
            </p>
            <p className="mt-1 break-words">{failure.message}</p>
            {failure.log ? <Log text={failure.log} /> : null}
          </li>
        ))}
      </ul>
    </div>
  );
}

const Log = ({ text }: { text: string }) => (
  <details className="mt-1">
    <summary className="w-fit text-[0.8125rem] underline underline-offset-4">Its log</summary>
    <pre className="mt-2 max-h-72 overflow-auto rounded-md border bg-card p-3 font-mono text-xs leading-5 whitespace-pre-wrap">
      {text}
    </pre>
  </details>
);
