import { formatCount, formatMs, formatUsd } from '#lib/domain/charts/format.ts';

/** How each kind of key number is written. */
export const WRITE = { ms: formatMs, usd: formatUsd, count: formatCount } as const;
