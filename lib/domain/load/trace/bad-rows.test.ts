import { describe, expect, it } from 'vitest';
import { BadRows } from './bad-rows.ts';

describe('BadRows', () => {
  it('names every row in the order of the file, whatever the reason', () => {
    const bad = new BadRows();
    bad.add(9, 'b');
    bad.add(2, 'a', 'x');
    bad.add(10, 'b');
    expect([...bad.lines()]).toEqual(['row 2: a', 'row 9: b', 'row 10: b']);
    expect(bad.text()).toBe('rows 9–10: b\nrow 2: a (row 2 has "x")');
    expect(bad.count).toBe(3);
  });

  it('shortens what stood there', () => {
    const bad = new BadRows();
    bad.add(2, 'a', 'x'.repeat(1000));
    expect(bad.text().length).toBeLessThan(100);
  });
});
