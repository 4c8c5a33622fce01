import { describe, expect, it } from 'vitest';
import { seededRandom } from '../units.ts';
import { DueHeap } from './due-heap.ts';

describe('DueHeap', () => {
  it('gives back in ascending order whatever came in, each with what belongs to it', () => {
    const random = seededRandom(1);
    const heap = new DueHeap();
    const expected: number[] = [];
    for (let round = 0; round < 20_000; round++) {
      if (heap.size > 0 && random() < 0.49) {
        expected.sort((a, b) => a - b);
        expect(heap.due[0]).toBe(expected.shift());
        expect(heap.slot[0]).toBe((heap.due[0] ?? 0) % 1000);
        heap.pop();
      } else {
        const due = Math.floor(random() * 1e6);
        heap.push(due, due % 1000);
        expected.push(due);
      }
    }
  });
});
