import { Alert } from '#components/ui/alert.tsx';
import { SideBadge } from '#components/ui/side-badge.tsx';
import type { Priced } from '#lib/client/cost/results.ts';
import { formatCount, formatUsd } from '#lib/domain/charts/format.ts';
import type { PlatformBill } from '#lib/domain/cost/bill.ts';
import { PlatformBillTable } from './platform-bill-table.tsx';
import { StatusBadge } from './status-badge.tsx';

/** A bill with what it is for, what must be known first, and what is not on it. */
export const BillSection = ({ result }: { result: Priced }) => (
  <section aria-labelledby={`bill-${result.letter}`} className="flex flex-col gap-3">
    <div>
      <h3 id={`bill-${result.letter}`} className="flex flex-wrap items-center gap-x-2 gap-y-1 font-semibold">
        <SideBadge side={result.side} />
        {result.letter} {result.name}
        <span className="font-normal text-muted-foreground">{result.bill.region}</span>
        <StatusBadge status={result.bill.status} />
      </h3>
      <p className="mt-1 text-sm text-muted-foreground">{basis(result.bill)}</p>
    </div>
    <Warnings warnings={result.bill.warnings} />
    <PlatformBillTable result={result} />
    <NotOnIt bill={result.bill} />
  </section>
);

function basis({ size, replicas, totalUsd, lines }: PlatformBill): string {
  const fixed = lines.filter((line) => line.fixed && line.on).reduce((sum, line) => sum + line.usd, 0);
  const parts = [size];
  if (replicas) {
    const { mean, peak, minimum } = replicas;
    parts.push(
      peak === minimum
        ? `${formatCount(peak)} ${peak === 1 ? 'replica' : 'replicas'} all the time`
        : `${formatCount(minimum)} to ${formatCount(peak)} replicas, ${formatCount(mean)} on average`,
    );
  }
  if (fixed > 0 && totalUsd > 0) parts.push(`${formatUsd(fixed)} of it fixed`);
  return `${parts.filter(Boolean).join('; ')}.`;
}

const Warnings = ({ warnings }: { warnings: readonly string[] }) =>
  warnings.length === 0 ? null : (
    <Alert variant="notice">
      <ul className="flex flex-col gap-1">
        {warnings.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </Alert>
  );

/** What is missing from the total, and what it rests on. */
const NotOnIt = ({ bill }: { bill: PlatformBill }) => (
  <div className="grid gap-x-8 gap-y-3 text-xs leading-5 text-muted-foreground md:grid-cols-2">
    <Notes title="Not on this bill, because no price has a source" texts={bill.unsourced} />
    <Notes title="What it assumes" texts={bill.assumptions} />
  </div>
);

const Notes = ({ title, texts }: { title: string; texts: readonly string[] }) =>
  texts.length === 0 ? null : (
    <div>
      <h4 className="font-medium text-foreground">{title}</h4>
      <ul className="mt-1 list-disc pl-4">
        {texts.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </div>
  );
