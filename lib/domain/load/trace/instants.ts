import type { Ms } from '../../units.ts';
import { Growing } from './growing.ts';
import type { InstantsTrace } from './trace.ts';

/** Collects requests with their instants, in any order. */
export class Instants {
  readonly #at = new Growing();
  readonly #took: Growing | null;

  constructor(withDurations: boolean) {
    this.#took = withDurations ? new Growing() : null;
  }

  add(at: Ms, took: Ms = 0): void {
    this.#at.push(at);
    this.#took?.push(took);
  }

  trace(format: string, notes: readonly string[]): InstantsTrace {
    const { at, took, moved } = sorted(this.#at.values, this.#took?.values ?? null);
    const first = at[0] ?? 0;
    const atMs = at.map((one) => one - first);
    const count = moved.toLocaleString('en-US');
    return {
      kind: 'instants',
      format,
      notes:
        moved > 0
          ? [...notes, `${count} rows were earlier than the one before; all were put in order.`]
          : [...notes],
      requests: atMs.length,
      durationMs: atMs.at(-1) ?? 0,
      atMs,
      tookMs: took,
    };
  }
}

function sorted(at: Float64Array<ArrayBuffer>, took: Float64Array<ArrayBuffer> | null) {
  let moved = 0;
  for (let index = 1; index < at.length; index++) if ((at[index] ?? 0) < (at[index - 1] ?? 0)) moved++;
  if (moved === 0) return { at: at.slice(), took: took?.slice() ?? null, moved };
  if (took === null) return { at: at.slice().sort(), took, moved };
  const order = Uint32Array.from(at, (_, index) => index).sort((a, b) => (at[a] ?? 0) - (at[b] ?? 0));
  const along = (values: Float64Array) => Float64Array.from(order, (index) => values[index] ?? 0);
  return { at: along(at), took: along(took), moved };
}
