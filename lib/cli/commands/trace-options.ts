import { CrossoverError } from '#lib/domain/errors.ts';
import { parseTrace } from '#lib/domain/load/trace/parse-trace.ts';
import { TraceSettings, traceOptions } from '#lib/domain/load/trace/settings.ts';
import type { Trace } from '#lib/domain/load/trace/trace.ts';
import { traceText } from '#lib/domain/load/trace/trace-text.ts';
import { type Flags, parseFlags } from './parse-flags.ts';
import { readBytes } from './read-file.ts';

/** A trace on the command line, see `withTrace`; the same for `run`, `sweep` and `simulate`. */
export interface TraceFlags {
  trace?: string;
  timeColumn?: string;
  countColumn?: string;
  unit?: string;
  /** Seconds. */
  interval?: number;
}

const FLAGS: Flags = {
  timeColumn: '--time-column',
  countColumn: '--count-column',
  unit: '--unit',
  interval: '--interval',
};

/** The file that the flags name; null: none. @throws CrossoverError */
export async function readTrace({ trace, ...flags }: TraceFlags): Promise<Trace | null> {
  const settings = parseFlags(TraceSettings, flags, FLAGS);
  if (trace !== undefined) return parseTrace(await traceText(await readBytes(trace)), traceOptions(settings));
  const lost = Object.entries(settings).flatMap(([name, value]) =>
    value === undefined ? [] : [FLAGS[name]],
  );
  if (lost.length === 0) return null;
  throw new CrossoverError({
    code: 'nothing-to-read',
    owner: 'yours',
    message: `${lost.join(' and ')} ${lost.length === 1 ? 'says' : 'say'} how a trace is read, and none is given.`,
    remedy: 'Add --trace FILE, or leave it out.',
  });
}
