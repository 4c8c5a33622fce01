import { Badge } from '#components/ui/badge.tsx';
import { cn } from '#components/ui/cn.ts';
import { Quantity } from '#components/ui/quantity.tsx';
import type { Priced } from '#lib/client/cost/results.ts';
import { exactCount, formatCount, formatUsd } from '#lib/domain/charts/format.ts';
import { formatUsdRange } from '#lib/domain/charts/money-range.ts';
import type { PlatformBill, PlatformLine } from '#lib/domain/cost/bill.ts';
import { type NumberedSources, numberSources, SourceList, SourceMark } from './sources.tsx';

/** One bill, line by line: meter, quantity, price, dollars, and where the price comes from. */
export function PlatformBillTable({ result }: { result: Priced }) {
  const { bill } = result;
  const sources = numberSources(
    bill.lines.map(({ source }) => source),
    bill.sources,
  );
  return (
    <>
      <table aria-label={`Bill of ${result.name} for a month`} className="w-full border-collapse text-sm">
        <thead className="max-md:sr-only">
          <tr className="border-b text-xs text-muted-foreground">
            <Head>Meter</Head>
            <Head right>Quantity</Head>
            <Head right>Unit price</Head>
            <Head right>A month</Head>
            <Head>Source, date</Head>
          </tr>
        </thead>
        <tbody className="border-b">
          {result.bill.lines.map((line, index) => (
            <Line
              key={`${line.meter} ${String(index)}`}
              line={line}
              currency={result.currency}
              sources={sources}
            />
          ))}
          <tr className={`${GRID} border-t`}>
            <th scope="row" colSpan={3} className="py-2 pr-3 text-left font-medium">
              Total
            </th>
            <td className="py-2 text-right font-medium md:pr-3">
              <Quantity kind="bill" value={result.bill.totalUsd} origin="calculated" />
            </td>
            <td className="num py-2 text-xs text-muted-foreground max-md:col-span-2 max-md:text-right">
              {rangeOf(bill)}
            </td>
          </tr>
        </tbody>
      </table>
      <SourceList of={sources} />
    </>
  );
}

/** Nothing when it says no more than the total beside it. */
function rangeOf({ totalUsd, interval }: PlatformBill): string | null {
  const range = formatUsdRange(interval);
  return range === formatUsd(totalUsd) ? null : range;
}

const Head = ({ right = false, children }: { right?: boolean; children: string }) => (
  <th scope="col" className={cn('py-2 pr-3 font-medium', right ? 'text-right' : 'text-left')}>
    {children}
  </th>
);

/** On a narrow screen a line is a block: meter and dollars, then quantity, price and source under them. */
const GRID = 'max-md:grid max-md:grid-cols-[1fr_auto]';
const UNDER = 'max-md:col-span-2';

interface LineProps {
  line: PlatformLine;
  currency: Priced['currency'];
  sources: NumberedSources;
}

const SIGN = { USD: '$', EUR: '€' } as const;

function Line({ line, currency, sources }: LineProps) {
  return (
    <tr className={cn(GRID, 'border-t border-border/60 align-top', !line.on && 'text-muted-foreground')}>
      <Meter line={line} />
      <td
        className={cn(
          UNDER,
          'pr-3 max-md:order-3 md:py-1.5 md:text-right',
          line.unit.length < 14 && 'whitespace-nowrap',
        )}
      >
        <Quantity kind="count" value={line.quantity} origin={originOf(line)} />{' '}
        <span className="text-xs text-muted-foreground">{line.unit}</span>
        {line.free > 0 ? (
          <span className="num block text-xs text-muted-foreground">{formatCount(line.free)} of it free</span>
        ) : null}
      </td>
      <td className={cn(UNDER, 'pr-3 max-md:order-4 md:py-1.5 md:text-right')}>
        <span className="num">
          {SIGN[currency]}
          {exactCount(line.unitPrice)}
        </span>{' '}
        <span className="text-xs text-muted-foreground">{line.priceUnit}</span>
      </td>
      <td className="py-1.5 text-right max-md:order-2 md:pr-3">
        <Amount line={line} />
      </td>
      <td
        className={cn(
          UNDER,
          'text-xs leading-5 text-muted-foreground max-md:order-5 max-md:pb-1.5 md:max-w-56 md:py-1.5',
        )}
      >
        <SourceMark of={sources} source={line.source} />
      </td>
    </tr>
  );
}

const originOf = ({ assumption }: PlatformLine) => (assumption ? 'assumed' : 'calculated');

/** What is metered, and what is special about it here. */
const Meter = ({ line }: Pick<LineProps, 'line'>) => (
  <th scope="row" className="py-1.5 pr-3 text-left font-normal max-md:order-1">
    {line.meter}
    <span className="ml-2 inline-flex flex-wrap gap-1">
      {line.fixed ? <Badge>fixed</Badge> : null}
      {line.assumption ? <Badge variant="dashed">assumed</Badge> : null}
      {line.on ? null : <Badge variant="outline">switched off</Badge>}
    </span>
    {line.assumption ? <span className="block text-xs text-muted-foreground">{line.assumption}</span> : null}
  </th>
);

/** What it costs; struck out when it is not part of the bill. */
function Amount({ line }: Pick<LineProps, 'line'>) {
  const amount = <Quantity kind="bill" value={line.usd} origin={originOf(line)} />;
  if (line.on) return amount;
  return (
    <s className="num" title="Not counted">
      {amount}
    </s>
  );
}
