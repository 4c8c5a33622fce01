import { Pencil } from 'lucide-react';
import Link from 'next/link';
import { Button, type ButtonProps } from '#components/ui/button.tsx';
import { copyHref } from '#lib/client/wizard/copy.ts';

interface EditCopyProps {
  workloadId: string;
  /** Takes the plan of this run, too. */
  experimentId?: string;
  variant?: ButtonProps['variant'];
}

/** Leads to the wizard, filled with what is stored: a fault is corrected without typing everything again. */
export const EditCopy = ({ workloadId, experimentId, variant }: EditCopyProps) => (
  <Button asChild size="sm" variant={variant ?? 'outline'}>
    <Link href={copyHref(workloadId, experimentId)}>
      <Pencil aria-hidden="true" />
      Edit a copy
    </Link>
  </Button>
);
