/** An event that is delivered later. */
export interface AsynchronousEvent {
  requestId: string;
  functionName: string;
  qualifier: string;
  /** JSON. */
  payload: string;
  clientContext: string | null;
}

/** Keeps events until they were delivered, also over a restart. */
export interface AsynchronousQueue {
  send(event: AsynchronousEvent): Promise<void>;
}
