/** The value of a cookie in a `Cookie` header; undefined when it is not there or is no percent-encoded text. */
export function cookieOf(header: string | null | undefined, name: string): string | undefined {
  const kept = new RegExp(`(?:^|;\\s*)${name}=([^;]+)`).exec(header ?? '')?.[1];
  try {
    return kept && decodeURIComponent(kept);
  } catch {
    return undefined;
  }
}
