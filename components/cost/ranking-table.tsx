import { X } from 'lucide-react';
import { Quantity } from '#components/ui/quantity.tsx';
import { SideShape } from '#components/ui/side-badge.tsx';
import type { Result } from '#lib/client/cost/results.ts';
import type { Ranking, RankingRow } from '#lib/domain/charts/cost-ranking.ts';
import { formatUsd } from '#lib/domain/charts/format.ts';
import type { Problem } from '#lib/domain/errors.ts';
import { StatusBadge } from './status-badge.tsx';

interface RankingTableProps {
  ranking: Ranking;
  results: readonly Result[];
  onRemove: (key: string) => void;
}

/** All chosen platforms, cheapest first, on one scale; those without a price with their reason. */
export function RankingTable({ ranking, results, onRemove }: RankingTableProps) {
  const unpriced = results.filter(({ problem }) => problem !== null);
  const single = results.length === 1;
  return (
    <table aria-label="Cost of a month on the chosen platforms" className="w-full border-collapse text-sm">
      <thead className="max-sm:sr-only">
        <tr className="border-b text-xs text-muted-foreground">
          <th scope="col" className="py-2 pr-3 text-left font-medium">
            Platform
          </th>
          <th scope="col" className="py-2 pr-3 text-right font-medium">
            A month
          </th>
          <th scope="col" className="py-2 pr-3 text-right font-medium">
            Range
          </th>
          <th scope="col" className="py-2 pr-3 text-right font-medium">
            Against
            <br />
            cheapest
          </th>
          <th scope="col" className="w-28 py-2 max-lg:hidden" aria-label="Picture" />
          <th scope="col" aria-label="Remove" className="w-8" />
        </tr>
      </thead>
      <tbody className="divide-y border-b">
        {ranking.rows.map((row) => (
          <Row
            key={row.id}
            row={row}
            result={results.find(({ key }) => key === row.id)}
            onRemove={single ? undefined : () => onRemove(row.id)}
          />
        ))}
        {unpriced.map((result) => (
          <UnpricedRow
            key={result.key}
            result={result}
            onRemove={single ? undefined : () => onRemove(result.key)}
          />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  row: RankingRow;
  result: Result | undefined;
  onRemove: (() => void) | undefined;
}

const GRID = 'max-sm:grid max-sm:grid-cols-[1fr_auto_2rem] max-sm:py-1.5';

const Row = ({ row, result, onRemove }: RowProps) => (
  <tr className={`${GRID} hover:bg-muted/50`}>
    <th scope="row" className="py-1.5 pr-3 text-left font-normal">
      <Name letter={row.letter} side={row.side} name={row.name} />{' '}
      <span className="inline-block text-xs text-muted-foreground">{result?.bill?.region}</span>{' '}
      <StatusBadge status={result?.bill?.status ?? null} />
    </th>
    <td className="py-1.5 text-right sm:pr-3">
      <Quantity kind="usd" value={row.usd} origin="calculated" />
    </td>
    <td className="num pr-3 text-right text-xs whitespace-nowrap text-muted-foreground max-sm:order-2 max-sm:text-left">
      {formatUsd(row.usd) === row.range ? null : row.range}
    </td>
    <td className="num pr-3 text-right text-xs whitespace-nowrap max-sm:order-3 max-sm:pr-0">
      {row.times ?? (row.gone ? '' : 'cheapest')}
    </td>
    <td className="max-lg:hidden">
      <Bar row={row} />
    </td>
    <td className="text-right max-sm:order-1">
      {onRemove ? <Remove name={row.name} onRemove={onRemove} /> : null}
    </td>
  </tr>
);

const Name = ({ letter, side, name }: Pick<Result, 'letter' | 'side' | 'name'>) => (
  <span className="inline-flex items-baseline gap-2">
    <SideShape side={side} className="self-center" />
    <span className="num w-3 text-muted-foreground">{letter}</span>
    {name}
  </span>
);

const Remove = ({ name, onRemove }: { name: string; onRemove: () => void }) => (
  <button
    type="button"
    aria-label={`Take ${name} off the list`}
    onClick={onRemove}
    className="rounded-sm p-1.5 align-middle text-muted-foreground hover:text-foreground"
  >
    <X aria-hidden="true" className="size-3.5" />
  </button>
);

const WIDTH = 104;

/** The bill as a bar from zero, its interval as a line over the end. */
const Bar = ({ row: { side, at } }: { row: RankingRow }) => (
  <svg viewBox={`0 0 ${WIDTH} 12`} aria-hidden="true" className="h-3 w-26 overflow-visible">
    <rect
      y={3}
      height={6}
      width={Math.max(1, at.value * WIDTH)}
      fill={`var(--${side}-mark)`}
      fillOpacity={0.35}
    />
    <path
      d={`M${at.from * WIDTH} 6H${at.to * WIDTH}M${at.from * WIDTH} 2V10M${at.to * WIDTH} 2V10`}
      stroke={`var(--${side}-mark)`}
      strokeWidth={1.5}
    />
  </svg>
);

/** A remedy that lists everything there is says less than the message. */
const LONGEST_REMEDY = 120;
const reasonOf = ({ message, remedy }: Problem): string =>
  remedy.length > LONGEST_REMEDY ? message : `${message} ${remedy}`;

const UnpricedRow = ({ result, onRemove }: { result: Result; onRemove: (() => void) | undefined }) => (
  <tr className={GRID}>
    <th scope="row" className="py-1.5 pr-3 text-left align-top font-normal">
      <Name letter={result.letter} side={result.side} name={result.name} />
    </th>
    <td colSpan={4} className="py-1.5 text-sm text-muted-foreground max-sm:order-2 max-sm:col-span-3">
      {result.problem ? reasonOf(result.problem) : null}
    </td>
    <td className="text-right align-top max-sm:order-1 max-sm:col-span-2">
      {onRemove ? <Remove name={result.name} onRemove={onRemove} /> : null}
    </td>
  </tr>
);
