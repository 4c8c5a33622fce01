import { ZeroStrip } from '#components/charts/interval-strip.tsx';
import { Quantity } from '#components/ui/quantity.tsx';
import { SideLabel } from '#components/ui/side-badge.tsx';
import { prepareFromZero } from '#lib/domain/charts/interval-strip.ts';
import { type KeyNumber, type KeyValue, keyNumbers } from '#lib/domain/report/key-numbers.ts';
import type { Report } from '#lib/domain/report/report.ts';
import { WRITE } from './write.ts';

/** The numbers behind the verdict: the same thing of both sides in one row, the difference written out. */
export const KeyNumbersTable = ({ report }: { report: Report }) => (
  <table aria-label="The numbers behind the verdict" className="w-full border-collapse">
    <thead className="max-sm:sr-only">
      <tr className="text-left text-sm">
        <th scope="col" className="w-40 pb-2 font-normal text-muted-foreground">
          <span className="sr-only">Quantity</span>
        </th>
        <th scope="col" className="pr-6 pb-2">
          <SideLabel side="function" plural />
        </th>
        <th scope="col" className="pr-6 pb-2">
          <SideLabel side="container" plural />
        </th>
        <th scope="col" className="pb-2 font-medium text-muted-foreground">
          Difference
        </th>
      </tr>
    </thead>
    <tbody>
      {keyNumbers(report).map((row) => (
        <Row key={row.id} row={row} />
      ))}
    </tbody>
  </table>
);

/** On a narrow screen a row becomes a block: its name, both values side by side, the difference below. */
const Row = ({ row }: { row: KeyNumber }) => (
  <tr className="border-t align-top max-sm:grid max-sm:grid-cols-2 max-sm:gap-x-4 max-sm:py-3">
    <th scope="row" className="pr-4 text-left text-sm font-medium max-sm:col-span-2 sm:py-4">
      {row.label}
    </th>
    {'both' in row.values ? (
      <td colSpan={2} className="max-sm:col-span-2 sm:py-3">
        <Value row={row} value={row.values.both} />
        <p className="text-xs text-muted-foreground">the same code runs on both sides</p>
      </td>
    ) : (
      <>
        <SideCell side="function" row={row} value={row.values.function} />
        <SideCell side="container" row={row} value={row.values.container} />
      </>
    )}
    <td className="text-sm max-sm:col-span-2 max-sm:mt-1 sm:py-4">
      {row.difference}
      {'both' in row.values ? null : <ZeroStrip marks={prepareFromZero(strip(row.values))} />}
    </td>
  </tr>
);

const strip = ({ function: fn, container }: Record<'function' | 'container', KeyValue>) => ({
  function: stripValue(fn),
  container: stripValue(container),
});

const stripValue = ({ value, interval, assumed }: KeyValue) =>
  value === null ? null : { value, interval, assumed };

interface ValueProps {
  row: KeyNumber;
  value: KeyValue;
}

const SideCell = ({ side, ...props }: ValueProps & { side: 'function' | 'container' }) => (
  <td className="pr-6 max-sm:pr-0 sm:py-3">
    <SideLabel side={side} plural className="text-xs sm:hidden" />
    <Value {...props} />
  </td>
);

function Value({ row, value: { value, interval, assumed, note } }: ValueProps) {
  const write = WRITE[row.kind];
  return (
    <>
      <Quantity
        kind={row.kind}
        value={value}
        origin={row.origin}
        className="block text-[1.625rem] leading-9 font-medium tracking-tight"
      />
      {interval ? (
        <p className="num text-xs whitespace-nowrap text-muted-foreground">
          <span className="sr-only">95% interval </span>
          {write(interval[0])} to {write(interval[1])}
        </p>
      ) : null}
      {assumed ? (
        <p className="text-xs text-muted-foreground">
          <span className="num">
            {write(assumed[0])} to {write(assumed[1])}
          </span>{' '}
          if what is assumed is half or double
        </p>
      ) : null}
      {note ? <p className="text-xs text-muted-foreground">{note}</p> : null}
    </>
  );
}
