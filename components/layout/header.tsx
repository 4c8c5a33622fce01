import Link from 'next/link';
import { Logo } from './logo.tsx';
import { Nav } from './nav.tsx';
import { ThemeToggle } from './theme-toggle.tsx';

/** One row when there is room; at 360 px the navigation takes a second row of its own. */
export const Header = () => (
  <header className="border-b bg-background print:hidden">
    <div className="mx-auto flex w-full max-w-6xl flex-wrap items-center gap-x-6 px-4 py-2 sm:px-6">
      <Link href="/" className="flex items-center gap-2 rounded-sm py-1.5 font-semibold tracking-tight">
        <Logo className="size-5" />
        Crossover
      </Link>
      <Nav className="order-last -mx-2 w-full sm:order-none sm:mx-0 sm:w-auto" />
      <div className="ml-auto">
        <ThemeToggle />
      </div>
    </div>
  </header>
);
