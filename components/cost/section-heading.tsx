import type { ReactNode } from 'react';

interface SectionHeadingProps {
  id: string;
  title: string;
  lead?: ReactNode;
  actions?: ReactNode;
}

/** The heading of a section of the cost page, with what is found there in a sentence. */
export const SectionHeading = ({ id, title, lead, actions }: SectionHeadingProps) => (
  <div className="mb-3 flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
    <div className="min-w-0 max-w-3xl">
      <h2 id={id} className="text-lg font-semibold">
        {title}
      </h2>
      {lead ? <p className="mt-0.5 text-sm text-muted-foreground">{lead}</p> : null}
    </div>
    {actions}
  </div>
);
