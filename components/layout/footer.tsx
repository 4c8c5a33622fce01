import { SideLabel } from '#components/ui/side-badge.tsx';

export const Footer = () => (
  <footer className="mt-16 border-t print:hidden">
    <div className="mx-auto flex w-full max-w-6xl flex-wrap items-center justify-between gap-x-8 gap-y-2 px-4 py-5 text-[0.8125rem] text-muted-foreground sm:px-6">
      <p>Every latency is measured on this machine; every bill is calculated from published prices.</p>
      <p className="flex gap-4">
        <SideLabel side="function" plural />
        <SideLabel side="container" plural />
      </p>
    </div>
  </footer>
);
