import { Ban, TriangleAlert } from 'lucide-react';
import { Badge } from '#components/ui/badge.tsx';
import type { SheetStatus } from '#lib/domain/cost/sheets/sheet.ts';

const WORDS: Partial<Record<SheetStatus['state'], string>> = {
  closed: 'Closed to new customers',
  ended: 'Ended',
  renamed: 'Renamed',
};

/** What one must know before choosing a platform; nothing for one that is simply there. */
export function StatusBadge({ status }: { status: SheetStatus | null }) {
  const words = status === null ? undefined : WORDS[status.state];
  if (status === null || words === undefined) return null;
  const Icon = status.state === 'ended' ? Ban : TriangleAlert;
  return (
    <Badge variant="outline" title={status.words}>
      <Icon aria-hidden="true" />
      {words}
    </Badge>
  );
}
