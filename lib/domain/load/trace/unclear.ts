import { CrossoverError } from '../../errors.ts';

/** How each thing that a file leaves open is said: on the command line, and in the fields below the file on a page. */
const WAYS = {
  time: '--time-column NAME (field "Time column")',
  count: '--count-column NAME, NAME/s for a rate or none for a request in each row (field "Count column")',
  unit: '--unit s, ms, us, ns, min, h or d (field "Unit")',
  interval: '--interval SECONDS (field "Interval")',
} as const;

/** What cannot be told from the file is asked for: nothing is loaded. */
export const unclear = (
  message: string,
  ways: readonly (keyof typeof WAYS)[],
  header: readonly string[] = [],
): CrossoverError =>
  new CrossoverError({
    code: ways.includes('time') && header.length > 0 ? 'no-time-column' : 'unclear-trace',
    owner: 'yours',
    message,
    remedy: [
      `Say it with ${ways.map((way) => WAYS[way]).join(' and ')}.`,
      ...(header.length > 0 ? [`The columns are: ${columnList(header)}.`] : []),
    ].join(' '),
  });

/** The way back where the numbers themselves must be written otherwise. */
export const rewrite = (message: string, remedy: string): CrossoverError =>
  new CrossoverError({ code: 'unclear-trace', owner: 'yours', message, remedy });

const MOST_NAMED = 20;
export const columnList = (header: readonly string[]): string =>
  `${header
    .slice(0, MOST_NAMED)
    .map((name) => name.trim())
    .join(', ')}${header.length > MOST_NAMED ? ` and ${header.length - MOST_NAMED} more` : ''}`;
