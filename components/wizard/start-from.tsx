'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import {
  Dialog,
  DialogClose,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogTitle,
} from '#components/ui/dialog.tsx';
import { FieldSet } from '#components/ui/field.tsx';
import { QueryState } from '#components/ui/query-state.tsx';
import { RadioCard, RadioGroup } from '#components/ui/radio-group.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { useSamples } from '#lib/client/queries.ts';
import { blankWorkload, type WizardValues } from '#lib/client/wizard/form.ts';
import type { SampleView } from '#lib/domain/live/api.ts';

export const OWN = 'own';

interface StartFromProps {
  /** `own` or the slug of a sample. */
  start: string;
  /** True when something was typed that another start would replace. */
  edited: boolean;
  onStart: (start: string, workload: WizardValues['workload']) => void;
}

interface Start {
  slug: string;
  label: string;
  description: string;
  workload: WizardValues['workload'];
}

const own = (): Start => ({
  slug: OWN,
  label: 'Own code',
  description: 'A handler of a few lines that runs as it is. Replace it with yours.',
  workload: blankWorkload(),
});

const startsOf = (samples: readonly SampleView[]): Start[] => [
  own(),
  ...samples.map(({ slug, workload }) => ({
    slug,
    label: workload.name,
    description: workload.description,
    workload,
  })),
];

/** A sample fills in every step; all of it can be changed afterwards. */
export function StartFrom({ start, edited, onStart }: StartFromProps) {
  const [wanted, setWanted] = useState<Start | null>(null);
  const choose = (next: Start | undefined) => {
    if (!next || next.slug === start) return;
    if (edited) setWanted(next);
    else onStart(next.slug, next.workload);
  };
  return (
    <FieldSet
      label="Start from"
      description="A sample fills in every step. You can change all of it afterwards."
    >
      <QueryState
        query={useSamples()}
        loading={<Skeleton className="h-[20rem] w-full sm:h-48 lg:h-[5.625rem]" />}
      >
        {(samples) => <Starts starts={startsOf(samples)} start={start} onChoose={choose} />}
      </QueryState>
      <ReplaceDialog
        wanted={wanted}
        onClose={() => setWanted(null)}
        onReplace={(next) => {
          setWanted(null);
          onStart(next.slug, next.workload);
        }}
      />
    </FieldSet>
  );
}

interface StartsProps {
  starts: readonly Start[];
  start: string;
  onChoose: (start: Start | undefined) => void;
}

const Starts = ({ starts, start, onChoose }: StartsProps) => (
  <RadioGroup
    aria-label="Start from"
    value={start}
    onValueChange={(slug) => onChoose(starts.find((candidate) => candidate.slug === slug))}
    className="sm:grid-cols-2 lg:grid-cols-4"
  >
    {starts.map(({ slug, label, description }) => (
      <RadioCard key={slug} value={slug} label={label} description={description} />
    ))}
  </RadioGroup>
);

interface ReplaceDialogProps {
  wanted: Start | null;
  onClose: () => void;
  onReplace: (start: Start) => void;
}

const ReplaceDialog = ({ wanted, onClose, onReplace }: ReplaceDialogProps) => (
  <Dialog open={wanted !== null} onOpenChange={(open) => open || onClose()}>
    <DialogContent>
      <DialogTitle>Replace what you entered?</DialogTitle>
      <DialogDescription>
        “{wanted?.label}” fills in every step: code, requests, traffic and resources. What you changed is
        lost.
      </DialogDescription>
      <DialogFooter>
        <DialogClose asChild>
          <Button variant="outline">Keep mine</Button>
        </DialogClose>
        <Button onClick={() => wanted && onReplace(wanted)}>Replace</Button>
      </DialogFooter>
    </DialogContent>
  </Dialog>
);
