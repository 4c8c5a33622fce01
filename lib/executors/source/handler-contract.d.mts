export type Callback = (error?: unknown, value?: unknown) => void;
export type CallableHandler<Event, Context> = (event: Event, context: Context, callback: Callback) => unknown;

export interface AnswerWays {
  /** Replaces the listener that is told once the event loop is empty; null where other requests share the loop. */
  whenEmpty?: ((listener: () => void) => void) | null;
  /** Is told of errors after the answer. */
  late?: (thrown: unknown) => void;
}
export type HandlerAnswer =
  | { value: unknown; missing?: undefined }
  | { missing: 'undefined' | 'empty' | 'ignored' };

export interface Uncaught {
  event: 'uncaughtException' | 'unhandledRejection';
  thrown: unknown;
  errorType: string;
  exitCode: number;
  /** The line that AWS's runtime logs. */
  text: string;
}

export function canAnswerLater(handler: (...parameters: never[]) => unknown): boolean;
export function callHandler<Event, Context extends object>(
  handler: CallableHandler<Event, Context>,
  event: Event,
  context: Context,
  ways?: AnswerWays,
): Promise<HandlerAnswer>;
export function oneTurn(): Promise<void>;
export function describeError(thrown: unknown): { errorType: string; errorMessage: string; trace: string[] };
export function watchUncaught(ended: (error: Uncaught) => void): void;
