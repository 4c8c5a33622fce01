import { describe, expect, it } from 'vitest';
import { liveHeap, summed } from './live-heap.ts';

describe('what is alive', () => {
  it('is summed by who made it, wherever the fields stand', () => {
    const text = JSON.stringify({
      snapshot: {
        meta: {
          node_fields: ['self_size', 'type', 'name'],
          node_types: [['hidden', 'object', 'code', 'string'], 'number', 'string'],
        },
      },
      nodes: [...[1, 0, 0], ...[10, 1, 0], ...[100, 2, 0], ...[1000, 3, 0], ...[10_000, 1, 0]],
    });
    expect(summed(text)).toEqual({ data: 11_010, code: 101 });
  });

  it('is what can be reached, to a few thousand bytes; what cannot is not counted', async () => {
    await liveHeap();
    const before = await liveHeap();
    const held = Array.from({ length: 20_000 }, (_, n) => ({ n }));
    const during = await liveHeap();
    // An object with one field takes 16 to 56 bytes and its place in the array 8.
    expect(during.data - before.data).toBeGreaterThan(held.length * 24);
    expect(during.data - before.data).toBeLessThan(held.length * 72);
    held.length = 0;
    const after = await liveHeap();
    expect(Math.abs(after.data - before.data)).toBeLessThan(20_000);
  });
});
