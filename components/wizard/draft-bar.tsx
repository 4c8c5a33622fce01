'use client';

import { Button } from '#components/ui/button.tsx';
import {
  Dialog,
  DialogClose,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogTitle,
  DialogTrigger,
} from '#components/ui/dialog.tsx';

type DraftOrigin = 'new' | 'draft' | 'copy';

interface DraftBarProps {
  /** False when the browser's storage is full or forbidden. */
  kept: boolean;
  /** The origin of the values in this form. */
  origin: DraftOrigin;
  onDiscard: () => void;
}

/** Where the draft is, and the way to be rid of it. */
export const DraftBar = ({ kept, origin, onDiscard }: DraftBarProps) => (
  <div className="mt-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-2 text-[0.8125rem] text-muted-foreground">
    <p>{draftText(kept, origin)}</p>
    <Dialog>
      <DialogTrigger asChild>
        <Button variant="ghost" size="sm">
          Discard draft
        </Button>
      </DialogTrigger>
      <DialogContent>
        <DialogTitle>Discard this draft?</DialogTitle>
        <DialogDescription>
          Everything you entered here is removed from this browser. Stored workloads and experiments stay.
        </DialogDescription>
        <DialogFooter>
          <DialogClose asChild>
            <Button variant="outline">Keep it</Button>
          </DialogClose>
          <DialogClose asChild>
            <Button variant="destructive" onClick={onDiscard}>
              Discard draft
            </Button>
          </DialogClose>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  </div>
);

function draftText(kept: boolean, origin: DraftOrigin): string {
  if (!kept)
    return 'This browser does not keep the draft (its storage is full or off): a reload would lose it.';
  if (origin === 'copy')
    return 'A copy of what is stored, which stays as it is. Changes are kept in this browser as you type.';
  if (origin === 'draft') return 'Restored from your draft. Changes are kept in this browser as you type.';
  return 'Changes are kept as a draft in this browser as you type.';
}
