import type { Priced } from '#lib/client/cost/results.ts';

/** Bills are compared although not all have the same parts: what each leaves out is one press away from the comparison. */
export function LeftOut({ priced }: { priced: readonly Priced[] }) {
  const incomplete = priced.filter(({ bill }) => bill.unsourced.length > 0);
  if (incomplete.length === 0) return null;
  const noEgress = incomplete.filter(({ bill }) =>
    bill.unsourced.some((part) => /^internet egress/i.test(part)),
  );
  return (
    <details className="mt-2 text-xs leading-5 text-muted-foreground">
      <summary className="w-fit underline-offset-4 hover:underline">
        {incomplete.length} of {priced.length} bills leave out parts for which no price has a source
        {noEgress.length > 0 ? `, internet egress on ${noEgress.map(({ letter }) => letter).join(', ')}` : ''}
      </summary>
      <ul className="mt-1 flex flex-col gap-0.5">
        {incomplete.map(({ key, letter, name, bill }) => (
          <li key={key}>
            <span className="num">{letter}</span> {name}: {bill.unsourced.join('; ')}.
          </li>
        ))}
      </ul>
    </details>
  );
}
