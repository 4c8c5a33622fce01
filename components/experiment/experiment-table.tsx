import Link from 'next/link';
import { Moment } from '#components/ui/moment.tsx';
import { Quantity } from '#components/ui/quantity.tsx';
import { SideLabel } from '#components/ui/side-badge.tsx';
import { StateBadge } from '#components/ui/state-badge.tsx';
import { SIDES } from '#lib/domain/execution/executor.ts';
import type { ExperimentItem } from '#lib/domain/live/api.ts';
import { shownTime } from '#lib/domain/live/experiment-times.ts';
import { bySide } from '#lib/domain/report/by-side.ts';
import type { ReportSummary } from '#lib/domain/report/report-summary.ts';

/** One row a run. Below 768 px a row is a block: name and state, verdict, then the numbers of both sides. */
export const ExperimentTable = ({ experiments }: { experiments: readonly ExperimentItem[] }) => (
  <table aria-label="Experiments" className="w-full border-collapse text-sm">
    <thead className="max-md:sr-only">
      <tr className="border-b text-xs text-muted-foreground">
        <Head>Experiment</Head>
        <Head>State</Head>
        <Head>
          <SideLabel side="function" plural />
        </Head>
        <Head>
          <SideLabel side="container" plural />
        </Head>
        <Head>When</Head>
      </tr>
    </thead>
    <tbody className="divide-y border-b">
      {experiments.map((experiment) => (
        <Row key={experiment.id} experiment={experiment} />
      ))}
    </tbody>
  </table>
);

const Head = ({ children }: { children: React.ReactNode }) => (
  <th scope="col" className="py-2 pr-5 text-left font-medium last:pr-0 last:text-right">
    {children}
  </th>
);

const Row = ({ experiment }: { experiment: ExperimentItem }) => (
  <tr className="align-top max-md:grid max-md:grid-cols-2 max-md:gap-x-4 max-md:gap-y-2 max-md:py-3 md:hover:bg-muted/50">
    <th scope="row" className="text-left font-normal max-md:col-span-2 md:py-3 md:pr-5">
      <Link href={`/experiments/${experiment.id}`} className="font-medium underline-offset-4 hover:underline">
        {experiment.name}
      </Link>
      <p className="mt-0.5 max-w-xl text-[0.8125rem] leading-5 text-muted-foreground">
        {experiment.summary?.verdict.sentence ?? experiment.problem ?? ''}
      </p>
    </th>
    <td className="md:py-3 md:pr-5">
      <StateBadge state={experiment.state} choice={experiment.summary?.verdict.choice} />
    </td>
    {SIDES.map((side) => (
      <td
        key={side}
        className={experiment.summary ? 'max-md:order-last md:py-3 md:pr-5' : 'max-md:hidden md:py-3 md:pr-5'}
      >
        <SideLabel side={side} plural className="text-xs md:hidden" />
        <SideNumbers numbers={experiment.summary ? bySide(experiment.summary)[side] : undefined} />
      </td>
    ))}
    <td className="text-right md:py-3">
      <Moment iso={shownTime(experiment)} />
    </td>
  </tr>
);

type Numbers = ReportSummary['candidates'][number];

const SideNumbers = ({ numbers }: { numbers: Numbers | undefined }) =>
  numbers ? (
    <dl className="grid w-fit grid-cols-[2.75rem_4.75rem] items-baseline gap-x-1 whitespace-nowrap">
      <dt className="text-xs text-muted-foreground">p95</dt>
      <dd className="text-right">
        <Quantity kind="ms" value={numbers.p95} />
      </dd>
      <dt className="text-xs text-muted-foreground">month</dt>
      <dd className="text-right">
        <Quantity kind="usd" value={numbers.usdPerMonth} origin="calculated" />
      </dd>
    </dl>
  ) : (
    <span className="num text-muted-foreground">–</span>
  );
