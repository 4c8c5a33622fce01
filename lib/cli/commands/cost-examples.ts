import { type ComparedExample, comparedExamples, LEFT_OUT } from '#lib/domain/cost/examples/compare.ts';

/** The published worked examples as a table: what is printed, what is computed here, and remarks. */
export function costExamples(): void {
  const compared = comparedExamples();
  const rows = compared.map((one) => [one.id, one.grade, one.expected, computed(one), verdict(one)]);
  const table = [['id', 'grade', 'printed', 'computed total', ''], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  for (const row of table) {
    const cells = row.map((cell, column) => cell.padEnd(widths[column] ?? 0));
    process.stdout.write(`${cells.join('  ').trimEnd()}\n`);
  }
  const agreed = compared.filter(({ totalUsd, missing }) => totalUsd !== null && missing.length === 0).length;
  process.stdout.write(`\n${agreed} of ${compared.length} hold every printed figure.\n`);
}

const computed = ({ totalUsd }: ComparedExample): string =>
  totalUsd === null ? 'not answered' : `$${Number(totalUsd.toFixed(6))}`;

function verdict({ id, missing, remark }: ComparedExample): string {
  if (id in LEFT_OUT) return `left out: ${remark}`;
  return [missing.length === 0 ? 'agrees' : `differs in ${missing.join(', ')}`, remark]
    .filter(Boolean)
    .join('. ');
}
