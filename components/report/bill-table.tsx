import { Badge } from '#components/ui/badge.tsx';
import { Quantity } from '#components/ui/quantity.tsx';
import { SideLabel } from '#components/ui/side-badge.tsx';
import { exactCount, formatUsd } from '#lib/domain/charts/format.ts';
import type { Bill, BillLine, CostAssessment } from '#lib/domain/cost/assessment.ts';
import { familyOf } from '#lib/domain/execution/candidate.ts';
import type { Side } from '#lib/domain/execution/executor.ts';
import type { Report } from '#lib/domain/report/report.ts';

/** All bills in one table, so that meters, quantities and dollars stand in the same columns. */
export function BillTable({ report: { candidates, cost } }: { report: Report }) {
  const most = Math.max(...candidates.flatMap(({ bill }) => bill.lines.map((line) => line.usd)), 0.01);
  return (
    <div>
      <table aria-label="Bills of both sides for a month" className="w-full border-collapse text-sm">
        <thead className="max-md:sr-only">
          <tr className="border-b text-xs text-muted-foreground">
            <th scope="col" className="py-2 pr-3 text-left font-medium">
              Meter
            </th>
            <th scope="col" className="py-2 pr-3 text-right font-medium">
              Quantity
            </th>
            <th scope="col" className="py-2 pr-3 text-right font-medium">
              Unit price
            </th>
            <th scope="col" className="py-2 text-right font-medium">
              A month
            </th>
            <th scope="col" className="w-32 py-2 pl-3" aria-label="Picture" />
          </tr>
        </thead>
        {candidates.map((one) => (
          <SideBill key={one.id} side={familyOf(one)} bill={one.bill} most={most} sources={cost.sources} />
        ))}
      </table>
    </div>
  );
}

interface SideBillProps {
  side: Side;
  bill: Bill;
  most: number;
  sources: CostAssessment['sources'];
}

const SideBill = ({ side, bill, most, sources }: SideBillProps) => (
  <tbody className="border-b">
    <tr>
      <th scope="rowgroup" colSpan={5} className="pt-4 pb-1 text-left font-normal">
        <SideLabel side={side} plural />
        <span className="ml-2 text-xs text-muted-foreground">
          {bill.platform}, {bill.region}
        </span>
      </th>
    </tr>
    {bill.lines.map((line) => (
      <Line key={line.meter} line={line} side={side} most={most} source={sources[line.source]} />
    ))}
    <tr className={`${GRID_ROW} border-t`}>
      <th scope="row" colSpan={3} className="py-2 pr-3 text-left font-medium">
        Total
      </th>
      <td className="py-2 text-right font-medium">
        <Quantity kind="bill" value={bill.totalUsd} origin="calculated" />
      </td>
      <td className="num text-xs text-muted-foreground max-md:col-span-2 max-md:pb-2 max-md:text-right max-md:empty:hidden md:py-2 md:pl-3">
        {intervalText(bill)}
        {assumedText(bill)}
      </td>
    </tr>
  </tbody>
);

function intervalText({ interval: [low, high] }: Bill): string {
  const [from, to] = [formatUsd(low), formatUsd(high)];
  return from === to ? '' : `${from} to ${to}`;
}

const assumedText = ({ assumedRange: range }: Bill) =>
  range === null || range[0] === range[1] ? null : (
    <span className="block">
      {formatUsd(range[0])} to {formatUsd(range[1])} assumed
    </span>
  );

/** On a narrow screen a line is a block: meter and dollars, then quantity, price and bar under them. */
const GRID_ROW = 'max-md:grid max-md:grid-cols-[1fr_auto]';

interface LineProps {
  line: BillLine;
  side: Side;
  most: number;
  source: { title: string; asOf: string } | undefined;
}

const Line = ({ line, side, most, source }: LineProps) => (
  <tr className={`${GRID_ROW} border-t border-border/60 align-top`}>
    <th scope="row" className="py-1.5 pr-3 text-left font-normal max-md:order-1">
      {line.meter}
      <span className="ml-2 inline-flex gap-1">
        {line.fixed ? <Badge>fixed</Badge> : null}
        {line.assumption ? <Badge variant="dashed">assumed</Badge> : null}
      </span>
      {line.assumption ? (
        <span className="block text-xs text-muted-foreground">{line.assumption}</span>
      ) : null}
    </th>
    <td className="pr-3 whitespace-nowrap max-md:order-3 max-md:col-span-2 md:py-1.5 md:text-right">
      <Quantity kind="count" value={line.quantity} origin={line.assumption ? 'assumed' : 'calculated'} />{' '}
      <span className="text-xs text-muted-foreground">{line.unit}</span>
    </td>
    <td
      className="pr-3 whitespace-nowrap max-md:order-4 max-md:col-span-2 md:py-1.5 md:text-right"
      title={source && `${source.title}, ${source.asOf}`}
    >
      <span className="num">${exactCount(line.unitPrice)}</span>{' '}
      <span className="text-xs text-muted-foreground">{line.priceUnit.replace(/^USD /, '')}</span>
    </td>
    <td className="py-1.5 text-right max-md:order-2">
      <Quantity kind="bill" value={line.usd} origin={line.assumption ? 'assumed' : 'calculated'} />
    </td>
    <td className="max-md:order-5 max-md:col-span-2 max-md:pb-1.5 md:py-1.5 md:pl-3">
      <Bar side={side} share={line.usd / most} assumed={line.assumption !== undefined} />
    </td>
  </tr>
);

/** The line's dollars on a scale shared by both bills; assumed ones are only outlined. */
const Bar = ({ side, share, assumed }: { side: Side; share: number; assumed: boolean }) => (
  <svg viewBox="0 0 112 12" aria-hidden="true" className="mt-1 h-3 w-28 overflow-visible">
    <rect
      x={0.5}
      y={1.5}
      height={9}
      width={Math.max(1, share * 111)}
      fill={`var(--${side}-mark)`}
      fillOpacity={assumed ? 0.15 : 0.9}
      stroke={`var(--${side}-mark)`}
      strokeDasharray={assumed ? '3 2' : undefined}
    />
  </svg>
);
