import type { Side } from '#lib/domain/execution/executor.ts';
import { cn } from './cn.ts';

/** How each side is drawn, everywhere: colour, shape and word always together. */
export const SIDE_STYLE: Record<Side, { label: string; plural: string; text: string; badge: string }> = {
  function: {
    label: 'Function',
    plural: 'Functions',
    text: 'text-function',
    badge: 'border-function/40 bg-function-soft text-function',
  },
  container: {
    label: 'Container',
    plural: 'Containers',
    text: 'text-container',
    badge: 'border-container/40 bg-container-soft text-container',
  },
};

/** A circle for functions, a square for containers: told apart without colour. */
export function SideShape({ side, className }: { side: Side; className?: string }) {
  return (
    <svg viewBox="0 0 12 12" aria-hidden="true" className={cn('size-2.5 shrink-0', className)}>
      {side === 'function' ? (
        <circle cx="6" cy="6" r="5.5" className="fill-function-mark" />
      ) : (
        <rect x="0.75" y="0.75" width="10.5" height="10.5" className="fill-container-mark" />
      )}
    </svg>
  );
}

interface SideProps {
  side: Side;
  /** "Functions" instead of "Function". */
  plural?: boolean;
  className?: string;
}

export function SideBadge({ side, plural = false, className }: SideProps) {
  const style = SIDE_STYLE[side];
  return (
    <span
      className={cn(
        'inline-flex w-fit shrink-0 items-center gap-1.5 rounded-sm border px-1.5 py-px text-xs leading-[1.125rem] font-medium',
        style.badge,
        className,
      )}
    >
      <SideShape side={side} />
      {plural ? style.plural : style.label}
    </span>
  );
}

/** The same without a box, for table headers and running text. */
export function SideLabel({ side, plural = false, className }: SideProps) {
  const style = SIDE_STYLE[side];
  return (
    <span className={cn('inline-flex items-center gap-1.5 font-medium', style.text, className)}>
      <SideShape side={side} />
      {plural ? style.plural : style.label}
    </span>
  );
}
