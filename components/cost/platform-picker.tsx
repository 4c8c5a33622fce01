'use client';

import { ListChecks } from 'lucide-react';
import { memo, useId, useState } from 'react';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import {
  Dialog,
  DialogClose,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogTitle,
  DialogTrigger,
} from '#components/ui/dialog.tsx';
import { Input } from '#components/ui/input.tsx';
import { SideLabel } from '#components/ui/side-badge.tsx';
import { resultsOf } from '#lib/client/cost/compute.ts';
import { MOST_PLATFORMS } from '#lib/client/cost/results.ts';
import type { Offer } from '#lib/client/cost/selection.ts';
import { assumedWhatIf } from '#lib/client/cost/what-if.ts';
import { SIDES } from '#lib/domain/execution/executor.ts';
import { StatusBadge } from './status-badge.tsx';

interface PickerProps {
  offers: readonly Offer[];
  chosen: readonly string[];
  onChange: (keys: string[]) => void;
}

/** Every platform and region that has a price sheet, both sides in two columns. */
export const PlatformPicker = memo(function PlatformPicker({ offers, chosen, onChange }: PickerProps) {
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  const shown = offers.filter(({ info, region }) =>
    `${info.name} ${info.vendor} ${region}`.toLowerCase().includes(wanted),
  );
  return (
    <Dialog onOpenChange={() => setSearch('')}>
      <DialogTrigger asChild>
        <Button variant="outline" size="sm">
          <ListChecks aria-hidden="true" />
          Choose platforms
        </Button>
      </DialogTrigger>
      <DialogContent className="max-w-3xl">
        <DialogTitle>Platforms</DialogTitle>
        <DialogDescription>
          {chosen.length} of at most {MOST_PLATFORMS} chosen, of {offers.length} with a price sheet.
        </DialogDescription>
        <Input
          type="search"
          aria-label="Find a platform, vendor or region"
          placeholder="Find a platform, vendor or region"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <OfferLists offers={shown} chosen={chosen} onChange={onChange} />
        {shown.length === 0 ? <NotFound search={search} /> : null}
        <DialogFooter>
          <DialogClose asChild>
            <Button size="sm">Done</Button>
          </DialogClose>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
});

const OfferLists = ({ offers, chosen, onChange }: PickerProps) => (
  <div className="grid content-start gap-x-8 gap-y-5 sm:min-h-96 sm:grid-cols-2">
    {SIDES.map((side) => (
      <fieldset key={side} className="min-w-0">
        <legend className="mb-1">
          <SideLabel side={side} plural className="text-sm" />
        </legend>
        <ul className="divide-y">
          {offers
            .filter(({ info }) => info.kind === side)
            .map((offer) => (
              <OfferRow key={offer.key} offer={offer} chosen={chosen} onChange={onChange} />
            ))}
        </ul>
      </fieldset>
    ))}
  </div>
);

/** Why a platform that people look for is not in the list, e.g. because it ended; else the one that is written most like it. */
function NotFound({ search }: { search: string }) {
  const id = search.trim().toLowerCase().replace(/\W+/g, '_');
  const [result] = resultsOf([id], assumedWhatIf(), new Date(0));
  return (
    <p role="status" className="text-sm text-muted-foreground">
      {result?.problem?.message ?? 'No platform with a price sheet is called that.'}
    </p>
  );
}

function OfferRow({
  offer: { key, info, region },
  chosen,
  onChange,
}: Omit<PickerProps, 'offers'> & { offer: Offer }) {
  const id = useId();
  const on = chosen.includes(key);
  const full = !on && chosen.length >= MOST_PLATFORMS;
  const last = on && chosen.length === 1;
  return (
    <li className="flex gap-3 py-2">
      <Checkbox
        id={id}
        className="mt-0.5"
        checked={on}
        disabled={full || last || !info.priced}
        aria-describedby={`${id}-more`}
        onCheckedChange={(next) =>
          onChange(next === true ? [...chosen, key] : chosen.filter((one) => one !== key))
        }
      />
      <div className="min-w-0 text-sm leading-5">
        <label htmlFor={id}>{info.name}</label> <StatusBadge status={info.status} />{' '}
        {info.currency === 'USD' ? null : <Badge>{info.currency}</Badge>}
        <p id={`${id}-more`} className="text-xs text-muted-foreground">
          {region}
          {info.reason === null ? null : `. Not priced: ${info.reason}`}
        </p>
      </div>
    </li>
  );
}
