import type { Result } from '#lib/executors/function/attacks/attack.ts';

/** A running product, as one reaches it who may talk to it over the network and no more. */
export interface WebArena {
  readonly url: URL;
  /** Demanded of everybody who is not on this machine; null on loopback. */
  readonly token: string | null;
  /** Header lines of its owner, who is inside: the cookie. Each ends with a line break. */
  readonly owner: string;
  /**
   * Everything that comes back for these bytes until the other end closes; null when it does not within 45 s.
   * @param ended closes this end at once: a half request is known for one, and what takes time is not answered
   */
  raw(bytes: string | Uint8Array, ended?: boolean): Promise<string | null>;
  /** A request of its owner. */
  ask(path: string, init?: RequestInit): Promise<Response>;
}

export interface WebAttack {
  name: string;
  /** The part of the product that stops it. */
  layer: string;
  /** Such an attack has an object only where a token is demanded. */
  only?: 'token';
  run(arena: WebArena): Promise<Result>;
}

export const GUARD = 'guard before every route';
export const PARSER = "limits of Node's HTTP parser";
export const BODIES = 'one bounded reader of bodies';
export const CROWD = 'limits of connections, requests and streams';
export const TOKEN = 'access token';

/** The status of an answer as it came over the wire; "closed" without one, "silent" when nobody ended it. */
export const statusOf = (answer: string | null): string =>
  answer === null ? 'silent' : (/^HTTP\/1\.[01] (\d{3})/.exec(answer)?.[1] ?? 'closed');

/** "3 × 400, 1 × closed", the most frequent first. */
export function counted(outcomes: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const outcome of outcomes) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([outcome, count]) => `${count} × ${outcome}`)
    .join(', ');
}

/** Stopped when the outcome of every try passes; there must be a try. */
export const allOf = (outcomes: readonly string[], passes: RegExp): Result => ({
  stopped: outcomes.length > 0 && outcomes.every((outcome) => passes.test(outcome)),
  evidence: counted(outcomes),
});

/** Sends each of these one after another: a crowd is another attack. */
export async function sendEach(
  { raw }: WebArena,
  requests: readonly (string | Uint8Array)[],
  ended = false,
): Promise<string[]> {
  const outcomes: string[] = [];
  for (const request of requests) outcomes.push(statusOf(await raw(request, ended)));
  return outcomes;
}

/** A request as its owner would send it, but for the lines given. */
export const written = (
  { url, owner }: WebArena,
  {
    line = 'GET / HTTP/1.1',
    host = `Host: ${url.host}`,
    more = '',
    body = '',
  }: { line?: string; host?: string; more?: string; body?: string },
): string => `${line}\r\n${host ? `${host}\r\n` : ''}Connection: close\r\n${owner}${more}\r\n${body}`;
