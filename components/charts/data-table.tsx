import type { ChartTable } from '#lib/domain/charts/chart-table.ts';

/** A chart's data as a real table with its caption. The first column names the row. */
export const DataTable = ({ table }: { table: ChartTable }) => (
  <div className="max-h-96 overflow-auto rounded-md border print:max-h-none">
    <table className="w-full border-collapse text-xs">
      <caption className="px-3 py-2 text-left text-muted-foreground">{table.caption}</caption>
      <thead>
        <tr className="border-y bg-muted">
          {table.columns.map((column, index) => (
            <th key={column} scope="col" className={cell(index, 'font-medium whitespace-nowrap')}>
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y">
        {table.rows.map((row) => (
          <Row key={row.join('|')} row={row} />
        ))}
      </tbody>
    </table>
  </div>
);

function Row({ row }: { row: readonly string[] }) {
  const [head, ...cells] = row.map((text, index) => ({ text, id: `${index}:${text}` }));
  return (
    <tr>
      <th scope="row" className={cell(0, 'num font-normal')}>
        {head?.text}
      </th>
      {cells.map(({ text, id }) => (
        <td key={id} className={cell(1, 'num')}>
          {text}
        </td>
      ))}
    </tr>
  );
}

const cell = (index: number, more: string): string =>
  `px-3 py-1.5 ${index === 0 ? 'text-left' : 'text-right'} ${more}`;
