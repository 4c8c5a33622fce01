'use client';

import { Share2 } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogTitle,
  DialogTrigger,
} from '#components/ui/dialog.tsx';
import { ProblemAlert } from '#components/ui/problem-alert.tsx';
import { problemOf } from '#lib/client/http.ts';
import { useRevokeShare, useShareExperiment, useShares } from '#lib/client/queries.ts';
import { ShareList } from './share-list.tsx';

/** Makes a public, read-only link to this report, and takes links back. */
export const ShareDialog = ({ experimentId }: { experimentId: string }) => (
  <Dialog>
    <DialogTrigger asChild>
      <Button size="sm">
        <Share2 aria-hidden="true" />
        Share
      </Button>
    </DialogTrigger>
    <DialogContent>
      <DialogTitle>Share this report</DialogTitle>
      <DialogDescription>
        Anyone with a link can read the report, its code and its samples, and nothing else. Revoke a link to
        close it for everyone.
      </DialogDescription>
      <Links experimentId={experimentId} />
    </DialogContent>
  </Dialog>
);

function Links({ experimentId }: { experimentId: string }) {
  const shares = useShares(experimentId);
  const create = useShareExperiment(experimentId);
  const revoke = useRevokeShare(experimentId);
  const failed = create.error ?? revoke.error ?? shares.error;
  return (
    <>
      <ShareList
        shares={shares.data}
        newest={create.data?.slug ?? null}
        revoking={revoke.isPending ? revoke.variables : null}
        onRevoke={(slug) => revoke.mutate(slug)}
      />
      {failed ? <ProblemAlert problem={problemOf(failed)} /> : null}
      <Button onClick={() => create.mutate(undefined)} disabled={create.isPending}>
        {create.isPending ? 'Creating the link…' : 'Create a link'}
      </Button>
    </>
  );
}
