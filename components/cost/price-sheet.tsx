'use client';

import { useState } from 'react';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { FieldError } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { readPrice } from '#lib/client/cost/price-text.ts';
import { useChangePrice, useTakeBackPrice } from '#lib/client/cost/queries.ts';
import { problemOf } from '#lib/client/http.ts';
import { exactCount, formatCount } from '#lib/domain/charts/format.ts';
import type { PriceBook } from '#lib/domain/cost/sheets/book.ts';
import { keyOf, type PriceSheet as Sheet, type SheetMeter } from '#lib/domain/cost/sheets/sheet.ts';
import { type OwnPrices, PriceChange } from '#lib/domain/prices/own-prices.ts';
import { type NumberedSources, numberSources, SourceList, SourceMark } from './sources.tsx';

interface PriceSheetProps {
  sheet: Sheet;
  sources: PriceBook['sources'];
  own: OwnPrices;
  /** Meters of a bill that is shown: they come first, the others are folded. Null: all are shown. */
  used: ReadonlySet<string> | null;
}

/** Every price of a sheet, each of which can be changed and taken back. */
export function PriceSheetTables({ sheet, sources, own, used }: PriceSheetProps) {
  const meters = Object.entries(sheet.meters);
  const onBill = used === null ? meters : meters.filter(([, { label }]) => used.has(label));
  const others = meters.filter((meter) => !onBill.includes(meter));
  const numbered = numberSources(
    meters.map(([, { source }]) => source),
    sources,
  );
  const name = `Prices of ${sheet.name}, ${sheet.region}`;
  return (
    <div className="flex flex-col gap-4">
      {onBill.length > 0 ? (
        <PriceTable name={name} meters={onBill} sheet={sheet} own={own} sources={numbered} />
      ) : null}
      {others.length > 0 ? (
        <details open={onBill.length === 0}>
          <summary className="w-fit text-sm underline-offset-4 hover:underline">
            {others.length} more that are not on this bill
          </summary>
          <PriceTable
            name={`${name}, not on this bill`}
            meters={others}
            sheet={sheet}
            own={own}
            sources={numbered}
          />
        </details>
      ) : null}
      <SourceList of={numbered} />
    </div>
  );
}

interface PriceTableProps {
  name: string;
  meters: readonly [string, SheetMeter][];
  sheet: Sheet;
  own: OwnPrices;
  sources: NumberedSources;
}

const PriceTable = ({ name: label, meters, sheet, own, sources }: PriceTableProps) => (
  <table aria-label={label} className="w-full border-collapse text-sm">
    <thead className="max-md:sr-only">
      <tr className="border-b text-left text-xs text-muted-foreground">
        <th scope="col" className="py-2 pr-3 font-medium">
          Meter
        </th>
        <th scope="col" className="py-2 pr-3 font-medium">
          {sheet.currency} for
        </th>
        <th scope="col" className="w-72 py-2 pr-3 font-medium">
          Price
        </th>
        <th scope="col" className="py-2 font-medium">
          Source, date
        </th>
      </tr>
    </thead>
    <tbody className="divide-y border-b">
      {meters.flatMap(([name, meter]) =>
        meter.tiers.map((tier, index) => (
          <Row
            key={`${name} ${String(index)} ${tier.price}`}
            named={{ key: keyOf(sheet), meter: name, tier: index }}
            meter={meter}
            price={tier.price}
            changed={own.changes.some(
              (change) => change.key === keyOf(sheet) && change.meter === name && change.tier === index,
            )}
            sources={sources}
          />
        )),
      )}
    </tbody>
  </table>
);

interface RowProps {
  named: Omit<PriceChange, 'price'>;
  meter: SheetMeter;
  price: string;
  changed: boolean;
  sources: NumberedSources;
}

const GRID = 'max-md:grid max-md:py-2';

function Row({ named, meter, price, changed, sources }: RowProps) {
  const upTo = meter.tiers[named.tier]?.upTo;
  const label = meter.tiers.length > 1 ? `${meter.label}, ${tierWords(upTo)}` : meter.label;
  return (
    <tr className={GRID}>
      <th scope="row" className="py-1.5 pr-3 text-left font-normal">
        {label} {changed ? <Badge variant="outline">yours</Badge> : null}
      </th>
      <td className="pr-3 text-xs text-muted-foreground">
        <span className="num">{meter.per === 1 ? '1' : formatCount(meter.per)}</span> {meter.unit}
      </td>
      <td className="py-1.5 pr-3">
        <PriceInput named={named} label={label} price={price} changed={changed} />
      </td>
      <td>
        <SourceMark of={sources} source={meter.source} />
      </td>
    </tr>
  );
}

const tierWords = (upTo: number | null | undefined): string =>
  upTo === null || upTo === undefined ? 'above' : `up to ${exactCount(upTo)}`;

interface PriceInputProps extends Pick<RowProps, 'named' | 'price' | 'changed'> {
  label: string;
}

function PriceInput({ named, label, price, changed }: PriceInputProps) {
  const [typed, setTyped] = useState(price);
  const change = useChangePrice();
  const back = useTakeBackPrice();
  const [problem, setProblem] = useState<string>();
  const save = () => {
    const read = readPrice(typed);
    if ('problem' in read) return setProblem(read.problem);
    const parsed = PriceChange.safeParse({ ...named, price: read.price });
    setProblem(parsed.error?.issues[0]?.message);
    if (parsed.success) setTyped(read.price);
    if (parsed.success && parsed.data.price !== price) change.mutate(parsed.data);
  };
  const failed = change.error ?? back.error;
  return (
    <div>
      <form
        className="flex gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <Input
          aria-label={`Price of ${label}`}
          aria-invalid={problem ? true : undefined}
          inputMode="decimal"
          autoComplete="off"
          className="num h-8"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        {typed.trim() === price ? null : (
          <Button type="submit" size="sm" variant="outline" disabled={change.isPending}>
            Use
          </Button>
        )}
        {changed ? (
          <Button size="sm" variant="ghost" disabled={back.isPending} onClick={() => back.mutate(named)}>
            Take back
          </Button>
        ) : null}
      </form>
      <FieldError error={problem ?? (failed ? problemOf(failed).message : undefined)} />
    </div>
  );
}
