'use client';

import { CircleMinus } from 'lucide-react';
import { useMachineNow } from '#lib/client/queries.ts';
import type { Capability } from '#lib/domain/execution/executor.ts';

/** What this machine does not hold functions to, beside the sizes that one may ask for: nothing where it holds all. */
export const NotEnforcedHere = () => <NotEnforced capabilities={useMachineNow().data?.capabilities ?? []} />;

export function NotEnforced({ capabilities }: { capabilities: readonly Capability[] }) {
  const lacking = capabilities.filter(({ side, status }) => side === 'function' && status !== 'ok');
  if (lacking.length === 0) return null;
  return (
    <section aria-labelledby="not-enforced-title" className="grid gap-1.5 text-[0.8125rem] leading-5">
      <h3 id="not-enforced-title" className="font-medium">
        Functions here, other than on a platform
      </h3>
      <ul className="grid gap-1.5">
        {lacking.map(({ id, title, status, detail, remedy }) => (
          <li key={id} className="flex gap-2">
            <CircleMinus aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-muted-foreground" />
            <span className="min-w-0">
              <span className="font-medium">{title}</span>:{' '}
              {status === 'missing' ? 'missing' : 'not enforced'}.{' '}
              <span className="text-muted-foreground">
                {detail} {remedy}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
