import { connect, type Socket } from 'node:net';
import type { Ms } from '#lib/domain/units.ts';
import type { Address } from '../engines/engine.ts';

/** Who gets what comes back over a wire. */
export interface WireUser {
  /** `chunk` is overwritten afterwards: what is to be kept must be copied. */
  data(chunk: Buffer): void;
  /** Nothing comes any more; `ended` is whether the replica said so itself. */
  closed(ended: boolean): void;
}

/** How long a connection may rest before its next request. */
export const RESTS = {
  /** Servers close connections that rest (some after two seconds): one that has rested less is surely open. */
  server: 1_000,
  /** Our wrapper closes none. */
  wrapper: 60_000,
} as const satisfies Record<string, Ms>;

/** All wires read into one buffer, one after another: a fresh one for each read is a tenth of the whole cost. */
const SHARED = Buffer.allocUnsafeSlow(65_536);

/** One raw connection to a replica, for one user at a time. */
export class Wire {
  readonly socket: Socket;
  user: WireUser | null = null;
  rested: Ms = 0;

  constructor(address: Address, closed: (wire: Wire) => void) {
    const onread = { buffer: SHARED, callback: (length: number) => this.#read(length) };
    this.socket =
      'socketPath' in address
        ? connect({ path: address.socketPath, onread })
        : connect({ host: address.host ?? '127.0.0.1', port: address.port, noDelay: true, onread });
    let ended = false;
    this.socket.once('end', () => {
      ended = true;
    });
    this.socket.on('error', () => {});
    this.socket.once('close', () => {
      closed(this);
      this.user?.closed(ended);
    });
  }

  #read(length: number): boolean {
    // Nobody asked for anything: whatever it is, it must not become the answer to the next request.
    if (this.user === null) this.socket.destroy();
    else this.user.data(SHARED.subarray(0, length));
    return true;
  }
}

/** Kept-alive raw connections to one replica, for whoever writes and reads messages himself. */
export class Wires {
  readonly #address: Address;
  readonly #rests: Ms;
  readonly #all = new Set<Wire>();
  /** Those without a user, the one that rests the shortest last. */
  readonly #resting: Wire[] = [];
  #closed = false;

  constructor(address: Address, rests: Ms = RESTS.server) {
    this.#address = address;
    this.#rests = rests;
  }

  take(user: WireUser): Wire {
    const wire = this.#rested() ?? this.#open();
    wire.user = user;
    return wire;
  }

  /** Its user is done; `reusable` is whether another request may follow on it. */
  release(wire: Wire, reusable: boolean): void {
    wire.user = null;
    if (!reusable || this.#closed) {
      wire.socket.destroy();
      return;
    }
    wire.rested = performance.now();
    this.#resting.push(wire);
  }

  /** Ends them all; those in use too. */
  close(): void {
    this.#closed = true;
    for (const wire of this.#all) wire.socket.destroy();
  }

  #rested(): Wire | null {
    const wire = this.#resting.pop();
    if (wire === undefined) return null;
    if (performance.now() - wire.rested < this.#rests) return wire;
    // The others have rested even longer.
    for (const old of [wire, ...this.#resting.splice(0)]) old.socket.destroy();
    return null;
  }

  #open(): Wire {
    const wire = new Wire(this.#address, (gone) => {
      this.#all.delete(gone);
      const n = this.#resting.indexOf(gone);
      if (n >= 0) this.#resting.splice(n, 1);
    });
    this.#all.add(wire);
    return wire;
  }
}
