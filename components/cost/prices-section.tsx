'use client';

import { Trash2 } from 'lucide-react';
import { memo, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from '#components/ui/select.tsx';
import { useRemoveSheet } from '#lib/client/cost/queries.ts';
import type { PriceBook } from '#lib/domain/cost/sheets/book.ts';
import { keyOf } from '#lib/domain/cost/sheets/sheet.ts';
import type { OwnPrices } from '#lib/domain/prices/own-prices.ts';
import { AddSheet } from './add-sheet.tsx';
import { PriceSheetTables } from './price-sheet.tsx';

interface PricesSectionProps {
  book: PriceBook;
  own: OwnPrices;
  /** Chosen platforms, whose sheets come first. */
  chosen: readonly string[];
  /** Own changes that fit no sheet any more. */
  problems: readonly string[];
  choose: (keys: readonly string[]) => void;
  /** Labels of the meters on the bills of the chosen platforms. */
  used: ReadonlyMap<string, ReadonlySet<string>>;
}

/** The price sheets, one at a time: looked at, changed, added. */
export const PricesSection = memo(function PricesSection({
  book,
  own,
  chosen,
  problems,
  choose,
  used,
}: PricesSectionProps) {
  const [asked, setAsked] = useState<string>();
  const keys = Object.keys(book.sheets);
  const ordered = [
    ...chosen.filter((key) => key in book.sheets),
    ...keys.filter((key) => !chosen.includes(key)),
  ];
  const key = asked !== undefined && asked in book.sheets ? asked : (ordered[0] ?? '');
  const sheet = book.sheets[key];
  if (!sheet) return null;
  const taken = Object.values(book.sheets).filter(({ id }) => id === sheet.id);
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-2">
        <SheetSelect book={book} keys={ordered} value={key} onChange={setAsked} />
        <AddSheet
          from={sheet}
          taken={taken.map(({ region }) => region)}
          onAdded={(added) => {
            setAsked(added);
            choose([...chosen, added]);
          }}
        />
        {own.sheets.some((one) => keyOf(one.sheet) === key) ? <RemoveSheet sheetKey={key} /> : null}
      </div>
      {problems.map((problem) => (
        <p key={problem} className="text-sm text-muted-foreground">
          {problem} It is left out.
        </p>
      ))}
      <PriceSheetTables
        key={key}
        sheet={sheet}
        sources={book.sources}
        own={own}
        used={used.get(key) ?? null}
      />
    </div>
  );
});

interface SheetSelectProps {
  book: PriceBook;
  /** Of the sheets, in their order. */
  keys: readonly string[];
  value: string;
  onChange: (key: string) => void;
}

const SheetSelect = ({ book, keys, value, onChange }: SheetSelectProps) => (
  <Select value={value} onValueChange={onChange}>
    <SelectTrigger aria-label="Price sheet" className="w-full sm:w-96">
      <SelectValue />
    </SelectTrigger>
    <SelectContent>
      {keys.map((one) => (
        <SelectItem key={one} value={one}>
          {book.sheets[one]?.name}, {book.sheets[one]?.region}
        </SelectItem>
      ))}
    </SelectContent>
  </Select>
);

function RemoveSheet({ sheetKey }: { sheetKey: string }) {
  const remove = useRemoveSheet();
  return (
    <Button variant="ghost" size="sm" disabled={remove.isPending} onClick={() => remove.mutate(sheetKey)}>
      <Trash2 aria-hidden="true" />
      Remove this sheet
    </Button>
  );
}
