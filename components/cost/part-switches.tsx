'use client';

import { memo, useId } from 'react';
import { Label } from '#components/ui/label.tsx';
import { Switch } from '#components/ui/switch.tsx';
import type { Change } from '#lib/client/cost/use-what-if.ts';
import type { Part } from '#lib/domain/cost/options.ts';

/** Parts that one may have already, or not need: what is off is shown on the bill and not counted. */
const PARTS: readonly { part: Part; label: string; off: string }[] = [
  { part: 'load-balancer', label: 'Load balancer', off: 'you already run one' },
  { part: 'control-plane', label: 'Control plane', off: 'you already run a cluster' },
  { part: 'front-door', label: 'Front door of functions', off: 'you already have one' },
  { part: 'subscription', label: 'Subscription', off: 'you already pay it' },
  { part: 'nat', label: 'NAT gateway', off: 'not needed, or there already' },
  { part: 'egress', label: 'Egress', off: 'left out' },
];

interface PartSwitchesProps {
  off: readonly Part[];
  freeTier: boolean;
  spot: boolean;
  change: Change;
}

export const PartSwitches = memo(function PartSwitches({ off, freeTier, spot, change }: PartSwitchesProps) {
  const toggle = (part: Part, on: boolean) =>
    change({ off: on ? off.filter((one) => one !== part) : [...off, part] });
  return (
    <div className="flex flex-col gap-2.5">
      <Row
        label="Free tier"
        note={freeTier ? 'counted: nothing else uses it up' : 'not counted'}
        on={freeTier}
        onChange={(free) => change({ free })}
      />
      {PARTS.map(({ part, label, off: words }) => {
        const on = !off.includes(part);
        return (
          <Row
            key={part}
            label={label}
            note={on ? null : words}
            on={on}
            onChange={(next) => toggle(part, next)}
          />
        );
      })}
      <Row
        label="Spot capacity"
        note={spot ? 'where a price has a source; can be taken away' : null}
        on={spot}
        onChange={(next) => change({ spot: next })}
      />
    </div>
  );
});

interface RowProps {
  label: string;
  note: string | null;
  on: boolean;
  onChange: (on: boolean) => void;
}

function Row({ label, note, on, onChange }: RowProps) {
  const id = useId();
  return (
    <div className="flex items-start justify-between gap-3">
      <div className="min-w-0">
        <Label htmlFor={id} className="font-normal">
          {label}
        </Label>
        {note ? <p className="text-xs text-muted-foreground">{note}</p> : null}
      </div>
      <Switch id={id} checked={on} onCheckedChange={onChange} />
    </div>
  );
}
