import { cn } from './cn.ts';

const SHORT = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
const FULL = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'long' });

/** An ISO instant in the reader's time zone; the whole of it on hover. For client islands: a server has another zone. */
export function Moment({ iso, className }: { iso: string; className?: string }) {
  const date = new Date(iso);
  return (
    <time
      dateTime={iso}
      title={FULL.format(date)}
      className={cn('num text-[0.8125rem] whitespace-nowrap text-muted-foreground', className)}
    >
      {SHORT.format(date)}
    </time>
  );
}
