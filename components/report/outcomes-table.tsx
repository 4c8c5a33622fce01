import { Quantity, type QuantityKind } from '#components/ui/quantity.tsx';
import { SideLabel } from '#components/ui/side-badge.tsx';
import { OUTCOMES, SIDES } from '#lib/domain/execution/executor.ts';
import type { Report, SideReport } from '#lib/domain/report/report.ts';
import { OUTCOME_WORDS } from '#lib/domain/report/words.ts';

interface CountRow {
  label: string;
  kind: QuantityKind;
  value(side: SideReport): number | null;
  interval?(side: SideReport): readonly [number, number] | null;
}

const ROWS: readonly CountRow[] = [
  { label: 'Requests', kind: 'count', value: (side) => side.requests },
  { label: 'Good answers', kind: 'count', value: (side) => side.good },
  { label: 'Cold starts', kind: 'count', value: (side) => side.cold.count },
  {
    label: 'Share of cold starts',
    kind: 'share',
    value: (side) => side.cold.share.value,
    interval: (side) => side.cold.share.interval,
  },
  { label: 'Most instances at once', kind: 'count', value: (side) => side.peakInstances },
  {
    label: 'Mean billed time',
    kind: 'ms',
    value: (side) => side.billedMean?.value ?? null,
    interval: (side) => side.billedMean?.interval ?? null,
  },
];

/** What went wrong on either side, as rows of their own; kinds that did not happen are left out. */
const failureRows = (report: Report): CountRow[] => [
  ...OUTCOMES.filter((outcome) => outcome !== 'ok')
    .filter((outcome) => SIDES.some((side) => (report.sides[side].outcomes[outcome] ?? 0) > 0))
    .map(
      (outcome): CountRow => ({
        label: `Errors: ${OUTCOME_WORDS[outcome]}`,
        kind: 'count',
        value: (side) => side.outcomes[outcome] ?? 0,
      }),
    ),
  ...(SIDES.some((side) => report.sides[side].badStatus > 0)
    ? [
        {
          label: 'Errors: status 500 or more',
          kind: 'count',
          value: (side: SideReport) => side.badStatus,
        } as const,
      ]
    : []),
];

/** Requests, cold starts and errors of both sides, in aligned rows. */
export const OutcomesTable = ({ report }: { report: Report }) => (
  <table
    aria-label="Requests, cold starts and errors"
    className="w-full max-w-2xl border-collapse self-start text-sm"
  >
    <thead>
      <tr className="border-b text-xs">
        <th scope="col" className="py-2 text-left">
          <span className="sr-only">Quantity</span>
        </th>
        {SIDES.map((side) => (
          <th key={side} scope="col" className="py-2 pl-3 text-right">
            <SideLabel side={side} plural />
          </th>
        ))}
      </tr>
    </thead>
    <tbody className="divide-y divide-border/60">
      {[...ROWS, ...failureRows(report)].map((row) => (
        <tr key={row.label}>
          <th scope="row" className="py-1.5 pr-2 text-left font-normal">
            {row.label}
          </th>
          {SIDES.map((side) => (
            <td key={side} className="py-1.5 pl-3 text-right">
              <Quantity
                kind={row.kind}
                value={row.value(report.sides[side])}
                interval={row.interval?.(report.sides[side]) ?? null}
                className="max-sm:whitespace-normal"
              />
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
);
