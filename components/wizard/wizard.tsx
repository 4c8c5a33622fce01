'use client';

import { useEffect, useState } from 'react';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { clearDraft, type Draft, readDraft } from '#lib/client/wizard/draft.ts';
import { WizardSteps } from './wizard-steps.tsx';

/** Reads the draft, which only a browser has, then shows the form; discarding starts it anew. */
export function Wizard() {
  const [draft, setDraft] = useState<Draft | null>();
  const [round, setRound] = useState(0);
  useEffect(() => {
    // A form that goes away saves what it was about to: a discarded draft is cleared after that.
    if (round > 0) clearDraft(localStorage);
    setDraft(readDraft(localStorage));
  }, [round]);
  if (draft === undefined) return <WizardSkeleton />;
  const discard = () => {
    setDraft(null);
    setRound((last) => last + 1);
  };
  return <WizardSteps key={round} draft={draft} onDiscard={discard} />;
}

export const WizardSkeleton = () => (
  <div aria-busy="true" className="grid gap-6">
    <Skeleton className="h-11 w-full" />
    <Skeleton className="h-40 w-full" />
    <Skeleton className="h-80 w-full" />
  </div>
);
