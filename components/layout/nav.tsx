'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { cn } from '#components/ui/cn.ts';

const LINKS = [
  { href: '/experiments', label: 'Experiments' },
  { href: '/workloads', label: 'Workloads' },
  { href: '/cost', label: 'Cost' },
  { href: '/simulate', label: 'Simulate' },
  { href: '/playground', label: 'Playground' },
  { href: '/learn', label: 'Learn' },
] as const;

export function Nav({ className }: { className?: string }) {
  const path = usePathname();
  // Readers of a shared report may have no access to anything else.
  if (path.startsWith('/r/')) return null;
  return (
    <nav aria-label="Main" className={className}>
      <ul className="flex flex-wrap items-center sm:gap-1">
        {LINKS.map(({ href, label }) => {
          const here = path === href || path.startsWith(`${href}/`);
          return (
            <li key={href}>
              <Link
                href={href}
                aria-current={here ? 'page' : undefined}
                className={cn(
                  'block rounded-md px-1.5 py-1.5 text-[0.8125rem] leading-5 sm:px-2.5 sm:text-sm sm:leading-5 text-muted-foreground hover:bg-accent hover:text-foreground',
                  here && 'font-medium text-foreground',
                )}
              >
                {label}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
