'use client';

import { parseAsString, useQueryStates } from 'nuqs';
import { type ReactNode, useEffect, useState } from 'react';
import { Alert, AlertTitle } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { ProblemAlert } from '#components/ui/problem-alert.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { problemOf } from '#lib/client/http.ts';
import { useCopySource } from '#lib/client/queries.ts';
import { type CopySource, copyDraft, isDraftOf } from '#lib/client/wizard/copy.ts';
import { clearDraft, type Draft, readDraft } from '#lib/client/wizard/draft.ts';
import { WizardSteps } from './wizard-steps.tsx';

/** Reads the draft, which only a browser has, then shows the form; discarding starts it anew. */
export function Wizard() {
  const [{ from, run }, setSource] = useQueryStates({ from: parseAsString, run: parseAsString });
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
    void setSource({ from: null, run: null });
  };
  const source = from === null ? null : { workloadId: from, experimentId: run };
  const stay = () => void setSource({ from: null, run: null });
  if (source === null || isDraftOf(draft, source))
    return <WizardSteps key={round} draft={draft} copied={false} onDiscard={discard} />;
  return (
    <Copy source={source} draft={draft} onStay={stay}>
      {(copy) => <WizardSteps key={`${round} ${copy.start}`} draft={copy} copied onDiscard={discard} />}
    </Copy>
  );
}

interface CopyProps {
  source: CopySource;
  /** A draft of something else, which the copy would replace. */
  draft: Draft | null;
  /** Leaves the copy and goes on with the draft. */
  onStay: () => void;
  children: (copy: Draft) => ReactNode;
}

/** Fetches what is copied, and asks first where the draft of something else would be lost. */
function Copy({ source, draft, onStay, children }: CopyProps) {
  const query = useCopySource(source);
  const [replaced, setReplaced] = useState(draft === null);
  if (query.error) return <ProblemAlert problem={problemOf(query.error)} />;
  if (!query.data) return <WizardSkeleton />;
  if (replaced) return children(copyDraft(source, query.data));
  const name = draft?.values.workload.name?.trim();
  return (
    <Alert variant="notice">
      <AlertTitle>There is a draft in this browser{name ? `: “${name}”` : ''}</AlertTitle>
      <p className="mt-1">A copy of “{query.data.workload.name}” would replace it.</p>
      <div className="mt-3 flex flex-wrap gap-2">
        <Button onClick={() => setReplaced(true)}>Edit the copy</Button>
        <Button variant="outline" onClick={onStay}>
          Keep the draft
        </Button>
      </div>
    </Alert>
  );
}

export const WizardSkeleton = () => (
  <div aria-busy="true" className="grid gap-6">
    <Skeleton className="h-11 w-full" />
    <Skeleton className="h-40 w-full" />
    <Skeleton className="h-80 w-full" />
  </div>
);
