/**
 * Labels beside the ends of lines, moved apart so that none covers another: each at least `gap` below
 * the one above, all between `from` and `to` as long as there is room, as near to their line as that
 * allows. Order is kept. Positions grow downwards; the answer stands in the order of the input.
 */
export function spread(wanted: readonly number[], gap: number, from: number, to: number): number[] {
  const order = wanted.map((_, index) => index).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  const sorted = order.map((index) => wanted[index] ?? 0);
  const placed = relax(sorted, Math.min(gap, (to - from) / Math.max(1, wanted.length - 1)), from, to);
  const answer: number[] = [];
  for (const [place, index] of order.entries()) answer[index] = placed[place] ?? 0;
  return answer;
}

interface Group {
  count: number;
  /** Sum of where the group's first label would stand for each of its labels to be at its line. */
  sum: number;
  start: number;
}

/** Neighbours that touch become one group, which stands where its labels are nearest to their lines on average. */
function relax(sorted: readonly number[], gap: number, from: number, to: number): number[] {
  const groups: Group[] = [];
  const settle = (group: Group): Group => {
    const last = to - (group.count - 1) * gap;
    return { ...group, start: Math.max(from, Math.min(group.sum / group.count, last)) };
  };
  for (const position of sorted) {
    let group = settle({ count: 1, sum: position, start: 0 });
    for (let above = groups.at(-1); above && above.start + above.count * gap > group.start; ) {
      groups.pop();
      const sum = above.sum + group.sum - group.count * above.count * gap;
      group = settle({ count: above.count + group.count, sum, start: 0 });
      above = groups.at(-1);
    }
    groups.push(group);
  }
  return groups.flatMap(({ count, start }) =>
    Array.from({ length: count }, (_, place) => start + place * gap),
  );
}
