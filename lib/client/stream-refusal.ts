/**
 * Whether a stream that the browser gave up may open after all: nobody answered (null), the server is busy or its
 * database away (429, 503), or it answers again by now. Any other status is final, e.g. 404.
 */
export const mayComeBack = (status: number | null): boolean =>
  status === null || status === 429 || status === 503 || (status >= 200 && status < 300);

/** The status with which an event stream is answered; null where nobody answers. The stream itself is let go at once. */
export async function statusOf(url: string): Promise<number | null> {
  const asking = new AbortController();
  try {
    return (await fetch(url, { signal: asking.signal })).status;
  } catch {
    return null;
  } finally {
    asking.abort();
  }
}
