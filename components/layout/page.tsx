import type { ReactNode } from 'react';
import { cn } from '#components/ui/cn.ts';

interface PageProps {
  title: ReactNode;
  /** One or two sentences under the title. */
  description?: ReactNode;
  /** Buttons at the right of the title. */
  actions?: ReactNode;
  /** Above the title, e.g. a link back. */
  above?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** The frame of every page: one h1, its description and actions, then the content. */
export const Page = ({ title, description, actions, above, className, children }: PageProps) => (
  <div className="mx-auto w-full max-w-6xl px-4 pt-6 sm:px-6 sm:pt-8">
    {above ? <div className="mb-2 text-sm text-muted-foreground">{above}</div> : null}
    <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0 max-w-3xl">
        <h1 className="text-2xl leading-8 font-semibold break-words">{title}</h1>
        {description ? <p className="mt-1 text-muted-foreground">{description}</p> : null}
      </div>
      {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
    </div>
    <div className={cn('mt-6', className)}>{children}</div>
  </div>
);
