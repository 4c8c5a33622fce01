import type { ReactNode } from 'react';
import { cn } from '#components/ui/cn.ts';

interface SectionProps {
  id: string;
  title: string;
  /** The finding of this section in a sentence, before its picture. */
  lead?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** A section of the report, reachable by its anchor. */
export const Section = ({ id, title, lead, className, children }: SectionProps) => (
  <section
    id={id}
    aria-labelledby={`${id}-heading`}
    className="scroll-mt-12 border-t pt-8 [nav+&]:border-t-0 [nav+&]:pt-0"
  >
    <h2 id={`${id}-heading`} className="text-lg font-semibold">
      {title}
    </h2>
    {lead ? <p className="mt-1 max-w-3xl text-muted-foreground">{lead}</p> : null}
    <div className={cn('mt-5 flex flex-col gap-8', className)}>{children}</div>
  </section>
);

export const SECTIONS = [
  { id: 'verdict', title: 'Verdict' },
  { id: 'latency', title: 'Latency' },
  { id: 'cost', title: 'Cost' },
  { id: 'lock-in', title: 'Lock-in' },
  { id: 'package', title: 'Package' },
  { id: 'method', title: 'Method' },
  { id: 'code', title: 'Code' },
] as const;

/** The bar of anchors, one row that scrolls inside itself on a narrow screen. */
export const SectionNav = () => (
  <nav
    aria-label="Sections of the report"
    className="sticky top-0 z-20 -mx-4 overflow-x-auto border-y bg-background px-4 sm:mx-0 sm:px-0 print:hidden"
  >
    <ul className="flex gap-4 text-[0.8125rem] sm:gap-5 sm:text-sm">
      {SECTIONS.map(({ id, title }) => (
        <li key={id}>
          <a
            href={`#${id}`}
            className="block py-2 whitespace-nowrap text-muted-foreground hover:text-foreground"
          >
            {title}
          </a>
        </li>
      ))}
    </ul>
  </nav>
);
