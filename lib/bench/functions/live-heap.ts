import { getHeapSnapshot } from 'node:v8';
import { z } from 'zod';
import type { Bytes } from '#lib/domain/units.ts';

const Snapshot = z.object({
  snapshot: z.object({
    meta: z.object({
      node_fields: z.array(z.string()),
      node_types: z.tuple([z.array(z.string())]).rest(z.unknown()),
    }),
  }),
  nodes: z.array(z.number()),
});

/** What V8 makes of the program while it runs, for itself: it goes on compiling, later and better, for a long time. */
const OF_THE_COMPILER = ['code', 'hidden'];

/** Bytes of what can be reached now: what the program made, and what V8 made of the program. */
export interface LiveHeap {
  data: Bytes;
  code: Bytes;
}

/** Sums a heap snapshot (V8's .heapsnapshot format) by who made its nodes. */
export function summed(text: string): LiveHeap {
  const { snapshot, nodes } = Snapshot.parse(JSON.parse(text));
  const {
    node_fields: fields,
    node_types: [types],
  } = snapshot.meta;
  const [type, size] = [fields.indexOf('type'), fields.indexOf('self_size')];
  const live: LiveHeap = { data: 0, code: 0 };
  for (let at = 0; at < nodes.length; at += fields.length) {
    const maker = OF_THE_COMPILER.includes(types[nodes[at + type] ?? 0] ?? '') ? 'code' : 'data';
    live[maker] += nodes[at + size] ?? 0;
  }
  return live;
}

/**
 * Unlike the size of the heap, which counts pages that are used in part, it is exact: V8 collects everything that is
 * unreachable and counts the rest, object by object. Takes about a second.
 */
export async function liveHeap(): Promise<LiveHeap> {
  let text = '';
  for await (const piece of getHeapSnapshot()) text += String(piece);
  return summed(text);
}
