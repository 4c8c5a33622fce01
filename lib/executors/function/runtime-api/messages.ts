import type { IncomingHttpHeaders } from 'node:http';
import { parseJson } from '#lib/domain/text/json.ts';
import type { Bytes, Ms } from '#lib/domain/units.ts';

/** An event on its way to the runtime. */
export interface Delivery {
  requestId: string;
  payload: Buffer;
  /** Date at which the function will be stopped, in ms since 1970. */
  deadline: Ms;
  functionArn: string;
  /** JSON of the caller's, in ASCII; null when there is none. */
  clientContext: string | null;
  traceId: string;
}

/** What went wrong, as a runtime reports it and a caller gets it. */
export interface FunctionFault {
  errorType: string;
  errorMessage: string;
  /** The runtime's own JSON where there is one, else made from the two above. */
  payload: Buffer;
}

export const faultOf = (errorType: string, errorMessage: string): FunctionFault => ({
  ...{ errorType, errorMessage },
  payload: Buffer.from(JSON.stringify({ errorType, errorMessage })),
});

const MAX_TEXT = 16_384;

function fieldOf(payload: Buffer, name: string): string | null {
  try {
    const value = (parseJson(payload.toString()) as Record<string, unknown> | null)?.[name];
    return typeof value === 'string' ? value.slice(0, MAX_TEXT) : null;
  } catch {
    return null;
  }
}

/** The fault in a report of a runtime: any bytes, so nothing of it is taken for granted. */
export function reportedFault(headers: IncomingHttpHeaders, payload: Buffer): FunctionFault {
  const header = headers['lambda-runtime-function-error-type'];
  const type = typeof header === 'string' && header !== '' ? header.slice(0, 256) : null;
  const errorType = fieldOf(payload, 'errorType') ?? type ?? 'Runtime.Unknown';
  return {
    errorType,
    errorMessage: fieldOf(payload, 'errorMessage') ?? '',
    payload: payload.length > 0 ? payload : Buffer.from('{}'),
  };
}

export const tooLargeAnswer = (limit: Bytes): FunctionFault =>
  faultOf(
    'Function.ResponseSizeTooLarge',
    `Response payload size exceeded maximum allowed payload size (${limit} bytes).`,
  );
