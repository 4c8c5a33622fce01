'use client';

import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { ShareView } from '#lib/domain/live/api.ts';
import { whenWords } from '#lib/domain/report/words.ts';

interface ShareListProps {
  /** Undefined while loading. */
  shares: readonly ShareView[] | undefined;
  /** Slug of the link just made, marked as new. */
  newest: string | null;
  /** Slug being revoked. */
  revoking: string | null;
  onRevoke(slug: string): void;
}

export function ShareList({ shares, newest, revoking, onRevoke }: ShareListProps) {
  if (!shares) return <Skeleton className="h-16" />;
  if (shares.length === 0) {
    return (
      <p className="text-sm text-muted-foreground">No link yet: only this machine can open the report.</p>
    );
  }
  return (
    <ul className="divide-y border-y" aria-label="Links">
      {shares.map((share) => (
        <li key={share.slug} className="py-3">
          <Link share={share} />
          <div className="mt-2 flex items-center justify-between gap-3 text-xs text-muted-foreground">
            <span>
              {share.slug === newest ? 'New, ' : ''}
              {whenWords(share.createdAt)}
            </span>
            <Button
              variant="destructive"
              size="sm"
              disabled={revoking === share.slug}
              onClick={() => onRevoke(share.slug)}
            >
              Revoke
            </Button>
          </div>
        </li>
      ))}
    </ul>
  );
}

/** The link as selectable text and a button that copies it. */
function Link({ share }: { share: ShareView }) {
  const [copied, setCopied] = useState(false);
  const url = useAbsolute(share.url);
  const copy = () => navigator.clipboard.writeText(url).then(() => setCopied(true));
  return (
    <div className="flex gap-2">
      <input
        readOnly
        aria-label="Link"
        value={url}
        onFocus={(event) => event.currentTarget.select()}
        className="num h-9 min-w-0 flex-1 rounded-md border border-input bg-card px-2 text-xs"
      />
      <Button variant="outline" onClick={() => void copy()} className="w-24">
        {copied ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
        {copied ? 'Copied' : 'Copy'}
      </Button>
    </div>
  );
}

/** A path becomes a link with this page's origin; known only in the browser. */
function useAbsolute(url: string): string {
  const [absolute, setAbsolute] = useState(url);
  useEffect(() => setAbsolute(new URL(url, window.location.href).href), [url]);
  return absolute;
}
