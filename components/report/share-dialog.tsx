'use client';

import { Share2 } from 'lucide-react';
import { Alert, AlertTitle } from '#components/ui/alert.tsx';
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
import { opensHereOnly } from '#lib/client/loopback.ts';
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
        Whoever can open a link reads the report, its code and its samples, and nothing else. Revoke a link to
        close it for everyone.
      </DialogDescription>
      <Reach />
      <Links experimentId={experimentId} />
    </DialogContent>
  </Dialog>
);

/** Where a link made on this page leads. The dialog is drawn in the browser alone, which knows the address. */
function Reach() {
  if (!opensHereOnly(window.location.hostname)) return null;
  return (
    <Alert variant="notice">
      <AlertTitle>A link made here opens on this computer only</AlertTitle>
      <p className="mt-1">
        This page was opened as <span className="num">{window.location.host}</span>, so the link begins with
        that. To hand the report to others, export it, or start Crossover with <code>CROSSOVER_HOST</code> and
        open it at an address that they can reach.
      </p>
    </Alert>
  );
}

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
