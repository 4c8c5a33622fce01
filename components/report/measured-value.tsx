import { Quantity, type QuantityKind } from '#components/ui/quantity.tsx';
import type { Measured } from '#lib/domain/statistics/measured.ts';
import { WRITE } from './write.ts';

interface MeasuredValueProps {
  kind: QuantityKind & keyof typeof WRITE;
  measured: Pick<Measured, 'value' | 'interval'> | null;
}

/** A value and its interval: beside it where there is room, under it on a narrow screen. */
export function MeasuredValue({ kind, measured }: MeasuredValueProps) {
  const interval = measured?.interval;
  const write = WRITE[kind];
  return (
    <>
      <Quantity kind={kind} value={measured?.value ?? null} />
      {interval ? (
        <span className="num text-[0.6875rem] whitespace-nowrap md:text-xs text-muted-foreground max-md:block md:ml-2">
          <span className="sr-only">95% interval </span>
          {write(interval[0])} to {write(interval[1])}
        </span>
      ) : null}
    </>
  );
}
