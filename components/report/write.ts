import { formatCount, formatMs, formatShare, formatUsd } from '#lib/domain/charts/format.ts';

/** How the kinds of numbers of a report are written. */
export const WRITE = { ms: formatMs, usd: formatUsd, share: formatShare, count: formatCount } as const;
