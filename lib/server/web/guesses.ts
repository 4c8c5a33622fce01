import type { Ms } from '#lib/domain/units.ts';

/** Wrong tokens in a minute. A person mistypes some; a program would try thousands a second. */
export const GUESSES = { perAddress: 10, inAll: 100 } as const;
const MINUTE: Ms = 60_000;
/** Addresses that are counted apart; those that come later count among all only. */
const MOST_ADDRESSES = 10_000;

interface Count {
  wrong: number;
  endsAt: Ms;
}

/** IPv6 gives everybody 2^64 addresses: they count as one. */
export function placeOf(address: string): string {
  const plain = address.replace(/^::ffff:/, '');
  return plain.includes(':') ? plain.split(':', 4).join(':') : plain;
}

/** Counts wrong tokens by address and in all. While there were too many, no further token is compared. */
export class Guesses {
  readonly #now: () => Ms;
  readonly #counts = new Map<string, Count>();
  #all: Count = { wrong: 0, endsAt: 0 };

  constructor(now: () => Ms = () => performance.now()) {
    this.#now = now;
  }

  /** Ms until another token of this address is compared; 0 when it is now. */
  wait(address: string): Ms {
    const now = this.#now();
    const own = this.#counts.get(placeOf(address));
    const left = (count: Count | undefined, most: number) =>
      count !== undefined && count.wrong >= most ? Math.max(0, count.endsAt - now) : 0;
    return Math.max(left(own, GUESSES.perAddress), left(this.#all, GUESSES.inAll));
  }

  wrong(address: string): void {
    const now = this.#now();
    const place = placeOf(address);
    this.#all = counted(this.#all, now);
    const known = this.#counts.get(place);
    if (known === undefined && this.#counts.size >= MOST_ADDRESSES) this.#forget(now);
    if (known === undefined && this.#counts.size >= MOST_ADDRESSES) return;
    this.#counts.set(place, counted(known, now));
  }

  #forget(now: Ms): void {
    for (const [place, { endsAt }] of this.#counts) if (endsAt <= now) this.#counts.delete(place);
  }
}

const counted = (count: Count | undefined, now: Ms): Count =>
  count === undefined || count.endsAt <= now
    ? { wrong: 1, endsAt: now + MINUTE }
    : { ...count, wrong: count.wrong + 1 };
