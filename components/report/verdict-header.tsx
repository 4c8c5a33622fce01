import type { ReactNode } from 'react';
import { Badge } from '#components/ui/badge.tsx';
import { cn } from '#components/ui/cn.ts';
import { SideBadge } from '#components/ui/side-badge.tsx';
import { formatCount } from '#lib/domain/charts/format.ts';
import { familyOf } from '#lib/domain/execution/candidate.ts';
import { peakWords } from '#lib/domain/load/peak.ts';
import type { Verdict } from '#lib/domain/recommendation/assessment.ts';
import { reportOf } from '#lib/domain/report/by-side.ts';
import type { Report } from '#lib/domain/report/report.ts';
import { CONFIDENCE_WORDS, SHAPE_WORDS, whenWords } from '#lib/domain/report/words.ts';

interface VerdictHeaderProps {
  report: Report;
  actions?: ReactNode;
}

/** The answer in one sentence, what it is about, and how sure it is. */
export function VerdictHeader({ report, actions }: VerdictHeaderProps) {
  const { workload, verdict } = report;
  return (
    <header id="verdict" className="flex scroll-mt-16 flex-col gap-4">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <p className="text-sm text-muted-foreground">
          <span className="font-medium text-foreground">{workload.name}</span>
          <Dot />
          <span className="num">{formatCount(workload.traffic.requestsPerMonth)}</span> requests a month,{' '}
          {SHAPE_WORDS[workload.traffic.shape]}
          <Dot />
          <time dateTime={report.createdAt}>{whenWords(report.createdAt)}</time>
        </p>
        {actions ? <div className="flex flex-wrap gap-2 print:hidden">{actions}</div> : null}
      </div>
      <h1 className="max-w-4xl text-2xl leading-9 font-semibold sm:text-[2rem] sm:leading-[2.6rem]">
        {withUnits(verdict.sentence)}
      </h1>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-2 text-sm">
        <ChoiceBadge report={report} />
        {verdict.choice === 'none' ? null : <Confidence of={verdict.confidence} />}
        {report.plan.peak === undefined ? null : (
          <span className="num text-muted-foreground">{`P${peakWords(report.plan.peak).slice(1)}`}</span>
        )}
      </p>
      {verdict.wouldBe ? (
        <p className="max-w-3xl text-[0.8125rem] leading-5 text-muted-foreground">
          Taken as they are, the figures would say: {withUnits(verdict.wouldBe.sentence)}
        </p>
      ) : null}
    </header>
  );
}

function ChoiceBadge({ report: { candidates, verdict } }: { report: Report }) {
  const { choice } = verdict;
  if (choice === 'none') return <Badge variant="outline">No verdict</Badge>;
  if (choice === 'either') return <Badge variant="outline">Either side</Badge>;
  return <SideBadge side={familyOf(reportOf(choice, candidates))} plural />;
}

/** A number and its unit stay on one line. */
const withUnits = (sentence: string): string => sentence.replace(/(\d) (µs|ms|s|min|h)\b/g, '$1\u00a0$2');

const Dot = () => (
  <span aria-hidden="true" className="mx-2">
    ·
  </span>
);

const STEPS: readonly Verdict['confidence'][] = ['close', 'leaning', 'clear'];

/** How clear the evidence is, as one of three steps. */
function Confidence({ of }: { of: Verdict['confidence'] }) {
  const reached = STEPS.indexOf(of);
  return (
    <span className="inline-flex items-center gap-2 text-muted-foreground">
      <span aria-hidden="true" className="inline-flex gap-0.5">
        {STEPS.map((step, index) => (
          <span
            key={step}
            className={cn('h-2 w-5 border border-foreground', index <= reached && 'bg-foreground')}
          />
        ))}
      </span>
      <span>
        Evidence: <span className="font-medium text-foreground">{CONFIDENCE_WORDS[of].toLowerCase()}</span>
      </span>
    </span>
  );
}
