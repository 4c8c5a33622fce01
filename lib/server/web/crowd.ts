import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { BROWSER_COOKIE } from '../http/browser.ts';
import { cookieOf } from '../http/cookies.ts';
import { placeOf } from './guesses.ts';
import { Held, type HeldLimits } from './held.ts';

/**
 * How much of the process one address may hold, and all together; behind one address may sit a class. Event streams
 * count apart from requests that are being answered, and by browser, too: one opens six connections to a server.
 */
export const CROWD_LIMITS = {
  connections: { perHolder: 400, inAll: 1_000 },
  /** Connections beyond those, which wait to be told so; what comes beyond these is closed without a word. */
  refusals: { perHolder: 20, inAll: 200 },
  requests: { perHolder: 128, inAll: 256 },
  streams: { perHolder: 200, inAll: 600 },
  browserStreams: { perHolder: 24, inAll: 600 },
} satisfies Record<string, HeldLimits>;
export type CrowdLimits = typeof CROWD_LIMITS;

export interface Crowded {
  status: 429 | 503;
  message: string;
}
const TOO_MANY: Crowded = {
  status: 429,
  message:
    'Too many requests, connections or event streams are open from there. Close some pages, or try again in some seconds.',
};
const FULL: Crowded = {
  status: 503,
  message:
    'Crossover has as many requests, connections or event streams open as it takes. Try again in some seconds.',
};

const isStream = ({ url = '' }: IncomingMessage): boolean => /\/events(\?|$)/.test(url);

/** Says of each connection and request whether there is room for it. */
export class Crowd {
  readonly mostConnections: number;
  readonly #connections: Held;
  readonly #refusals: Held;
  readonly #requests: Held;
  readonly #streams: Held;
  readonly #browserStreams: Held;
  readonly #refused = new WeakMap<Socket, Crowded>();

  constructor(limits: CrowdLimits = CROWD_LIMITS) {
    this.mostConnections = limits.connections.inAll + limits.refusals.inAll;
    this.#connections = new Held(limits.connections);
    this.#refusals = new Held(limits.refusals);
    this.#requests = new Held(limits.requests);
    this.#streams = new Held(limits.streams);
    this.#browserStreams = new Held(limits.browserStreams);
  }

  /** A connection too many stays open for its first request, which is told so. */
  connected(socket: Socket): void {
    const address = placeOf(socket.remoteAddress ?? '');
    const taken = this.#connections.take(address);
    const held = typeof taken === 'function' ? taken : this.#refusals.take(address);
    if (typeof held !== 'function') return void socket.destroy();
    socket.once('close', held);
    if (typeof taken !== 'function') this.#refused.set(socket, crowdedBy(taken));
  }

  /** The function gives the request's place back. */
  admit(request: IncomingMessage): Crowded | (() => void) {
    const refused = this.#refused.get(request.socket);
    if (refused !== undefined) return refused;
    const address = placeOf(request.socket.remoteAddress ?? '');
    if (!isStream(request)) return told(this.#requests.take(address));
    const browser = cookieOf(request.headers.cookie, BROWSER_COOKIE);
    const own = browser === undefined ? () => {} : told(this.#browserStreams.take(browser));
    if (typeof own !== 'function') return own;
    const place = told(this.#streams.take(address));
    if (typeof place !== 'function') own();
    return typeof place !== 'function'
      ? place
      : () => {
          own();
          place();
        };
  }
}

const crowdedBy = (whose: 'holder' | 'all'): Crowded => (whose === 'holder' ? TOO_MANY : FULL);
const told = (taken: ReturnType<Held['take']>): Crowded | (() => void) =>
  typeof taken === 'function' ? taken : crowdedBy(taken);
