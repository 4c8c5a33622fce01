import type { ReactNode } from 'react';
import { Badge } from '#components/ui/badge.tsx';
import { SideBadge } from '#components/ui/side-badge.tsx';
import { familyOf } from '#lib/domain/execution/candidate.ts';
import type { Verdict } from '#lib/domain/recommendation/assessment.ts';
import { reportOf } from '#lib/domain/report/by-side.ts';
import type { Report } from '#lib/domain/report/report.ts';

/** Why the verdict is what it is, and what would turn it over. */
export const Reasons = ({ report: { candidates, verdict } }: { report: Report }) => (
  <div className="grid gap-8 lg:grid-cols-[3fr_2fr]">
    <div>
      <Heading>Reasons</Heading>
      <ul className="mt-2 divide-y border-y">
        {verdict.reasons.map((reason) => (
          <Reason key={`${reason.about} ${reason.text}`} reason={reason} candidates={candidates} />
        ))}
      </ul>
    </div>
    <div>
      <Heading>What would change it</Heading>
      {verdict.wouldChange.length > 0 ? (
        <ul className="mt-2 divide-y border-y text-sm">
          {verdict.wouldChange.map((text) => (
            <li key={text} className="py-2.5">
              {text}
            </li>
          ))}
        </ul>
      ) : (
        <p className="mt-2 text-sm text-muted-foreground">Nothing that was looked at.</p>
      )}
    </div>
  </div>
);

const Heading = ({ children }: { children: ReactNode }) => (
  <h2 className="text-sm font-semibold">{children}</h2>
);

interface ReasonProps {
  reason: Verdict['reasons'][number];
  candidates: Report['candidates'];
}

const Reason = ({ reason, candidates }: ReasonProps) => (
  <li className="flex flex-col gap-1 py-2.5 text-sm sm:flex-row sm:gap-4">
    <span className="flex shrink-0 sm:w-48 items-start justify-between gap-2">
      <span className="text-muted-foreground first-letter:uppercase">{reason.about}</span>
      {reason.favours === 'neither' ? (
        <Badge variant="outline">Neither</Badge>
      ) : (
        <SideBadge side={familyOf(reportOf(reason.favours, candidates))} plural />
      )}
    </span>
    <span>
      {reason.text}
      {reason.doubt === null ? null : (
        <span className="mt-0.5 block text-[0.8125rem] text-muted-foreground">{reason.doubt}</span>
      )}
    </span>
  </li>
);
