import { describe, expect, it } from 'vitest';
import {
  endedByShortage,
  fitsAfter,
  isNearlyFull,
  isShortage,
  type MachineState,
  memoryBudgetOf,
  memoryRoom,
  processBudgetOf,
  refusalOf,
  reservedOf,
  shortageFor,
} from './machine-budget.ts';

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;

describe('what stays for everything that is no sandbox', () => {
  it.each([
    [24 * GIB, 2 * GIB],
    [8 * GIB, 2 * GIB],
    [8 * GIB - 4 * MIB, 2 * GIB - MIB],
    [3 * GIB, 768 * MIB],
    [2 * GIB, 512 * MIB],
    [1 * GIB, 512 * MIB],
    // A tiny machine cannot keep half a GiB back.
    [600 * MIB, 450 * MIB],
  ])('of %d bytes', (total, reserved) => {
    expect(reservedOf(total)).toBe(reserved);
    expect(memoryBudgetOf(total)).toBe(total - reserved);
  });

  it('budgets are whole pages and whole processes', () => {
    expect(memoryBudgetOf(3 * GIB + 4095) % 4096).toBe(0);
    expect(processBudgetOf(32_768)).toBe(24_576);
  });
});

const state = (over: Partial<MachineState> = {}): MachineState => ({
  ...{ total: 3 * GIB, available: 3 * GIB, used: 0, promised: 0, processes: null },
  ...over,
});

describe('room for one more sandbox', () => {
  it('an eighth of what it may use has to fit beside what is used and promised', () => {
    const room = 32 * MIB;
    const full = { used: memoryBudgetOf(3 * GIB) * 0.95 - 64 * MIB, promised: 64 * MIB - room };
    expect(memoryRoom(state(full))).toBe(room);
    expect(shortageFor(256, state(full))).toBe(null);
    expect(shortageFor(257, state(full))).toBe('machine-memory');
  });

  it('what is free on the machine counts too, and a little of it stays free', () => {
    const available = 96 * MIB + 32 * MIB;
    expect(shortageFor(256, state({ available }))).toBe(null);
    expect(shortageFor(256, state({ available: available - 1 }))).toBe('machine-memory');
  });

  it('where nothing is counted only promises are', () => {
    const unknown = { available: null, used: null };
    expect(memoryRoom(state({ ...unknown, promised: GIB }))).toBe(memoryBudgetOf(3 * GIB) * 0.95 - GIB);
  });

  it('what would be ended at once is not begun', () => {
    const used = memoryBudgetOf(3 * GIB) * 0.95;
    expect(isNearlyFull(used, memoryBudgetOf(3 * GIB))).toBe(false);
    expect(shortageFor(8, state({ used: used - MIB }))).toBe(null);
    expect(shortageFor(8, state({ used: used - MIB + 1 }))).toBe('machine-memory');
  });

  it('counts what others would leave behind, of the budget and of the machine', () => {
    const full = { used: memoryBudgetOf(3 * GIB) * 0.95, available: 96 * MIB };
    expect(fitsAfter(256, state(full), 32 * MIB)).toBe(true);
    expect(fitsAfter(256, state(full), 32 * MIB - 1)).toBe(false);
    expect(fitsAfter(256, state({ used: null, available: null }), 0)).toBe(true);
  });

  it('processes are counted where a group does', () => {
    expect(shortageFor(128, state({ processes: { used: 68, budget: 100 } }))).toBe(null);
    expect(shortageFor(128, state({ processes: { used: 69, budget: 100 } }))).toBe('machine-processes');
  });
});

it('is nearly full above 95% of the budget', () => {
  expect([950, 951, null].map((used) => isNearlyFull(used, 1_000))).toEqual([false, true, false]);
});

describe('words', () => {
  it('say what the machine has and never that the code needed too much', () => {
    const refused = refusalOf('machine-memory', state({ available: 100 * MIB }));
    expect(refused).toMatchObject({ code: 'machine-memory', owner: 'yours' });
    expect(refused.message).toBe(
      'This machine has no memory for another sandbox: together they may use 2,304 MiB, and 100 MiB are free.',
    );
    expect(refusalOf('machine-processes', state({ processes: { used: 1, budget: 24_576 } })).message).toMatch(
      '24,576 processes',
    );
    expect(endedByShortage(128).message).toMatch('within its own 128 MiB');
    const codes = [refused.code, 'machine-processes', endedByShortage(1).code, 'out-of-memory', 'throttled'];
    expect(codes.map(isShortage)).toEqual([true, true, true, false, false]);
  });
});
