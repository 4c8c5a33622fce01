import { toProblem } from '#lib/domain/errors.ts';
import { parseTrace, traceColumns } from '#lib/domain/load/trace/parse-trace.ts';
import { type TraceSettings, traceOptions } from '#lib/domain/load/trace/settings.ts';
import { traceText } from '#lib/domain/load/trace/trace-text.ts';
import type { FromWorker } from './jobs.ts';

/** A file of the reader's own as a trace, or why not; its columns either way, so that a form can ask for them. */
export async function readTraceFile(file: Blob, settings: TraceSettings): Promise<FromWorker> {
  let columns: readonly string[] = [];
  try {
    const text = await traceText(new Uint8Array(await file.arrayBuffer()));
    columns = traceColumns(text);
    return { kind: 'trace', trace: parseTrace(text, traceOptions(settings)), columns };
  } catch (error) {
    return { kind: 'problem', problem: toProblem(error), columns };
  }
}
