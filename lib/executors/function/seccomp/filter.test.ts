import { describe, expect, it } from 'vitest';
import { ANSWER, CODE, DATA, type Instruction, toBytes, when } from './assemble.ts';
import { filterProgram, seccompFilter } from './filter.ts';
import { ARCHITECTURES, CLONE3, NEWEST_KNOWN, TABLES } from './syscalls.ts';

interface Call {
  number: number;
  audit: number;
  args?: readonly number[];
}

/** Classic BPF as the kernel runs it, for the instructions a filter has. */
function run(program: readonly Instruction[], { number, audit, args = [] }: Call): number {
  const data = new Map([
    [DATA.number, number],
    [DATA.arch, audit],
    ...[0, 1, 2, 3, 4, 5].map((index) => [DATA.argument(index), args[index] ?? 0] as const),
  ]);
  let value = 0;
  for (let at = 0; ; at += 1) {
    const step = program[at];
    if (step === undefined) throw new Error('The program runs past its end.');
    if (step.code === CODE.answer) return step.k;
    if (step.code === CODE.load) value = (data.get(step.k) ?? 0) >>> 0;
    else {
      const passed: Record<number, boolean> = {
        [CODE.equal]: value === step.k,
        [CODE.greaterEqual]: value >= step.k,
      };
      const truth = step.code === CODE.anyBitSet ? (value & step.k) !== 0 : passed[step.code];
      at += truth ? step.jt : step.jf;
    }
  }
}

describe.each(ARCHITECTURES)('the filter for %s', (architecture) => {
  const program = filterProgram(architecture);
  const table = TABLES[architecture];
  const answerOf = (number: number, ...args: number[]) => run(program, { number, audit: table.audit, args });

  it('refuses every call of the table', () => {
    for (const number of Object.values(table.denied)) expect(answerOf(number)).toBe(ANSWER.eperm);
  });

  it('answers clone3 and calls nobody has looked at with ENOSYS', () => {
    expect(answerOf(CLONE3)).toBe(ANSWER.enosys);
    expect(answerOf(NEWEST_KNOWN + 1)).toBe(ANSWER.enosys);
    expect(answerOf(0x3fffffff)).toBe(ANSWER.enosys);
  });

  it('ends a process that calls as another architecture', () => {
    for (const audit of [0x40000003, 0xc000003e, 0xc00000b7, 0].filter((other) => other !== table.audit)) {
      expect(run(program, { number: 1, audit })).toBe(ANSWER.killProcess);
    }
  });

  it('lets clone make threads and processes, never namespaces', () => {
    const thread = 0x3d0f00;
    expect(answerOf(table.clone, thread)).toBe(ANSWER.allow);
    expect(answerOf(table.clone, 17)).toBe(ANSWER.allow);
    for (const bit of [17, 25, 26, 27, 28, 29, 30]) {
      expect(answerOf(table.clone, thread | (1 << bit))).toBe(ANSWER.eperm);
    }
  });

  it('knows three socket families', () => {
    const families = Array.from({ length: 64 }, (_, family) => family);
    const allowed = families.filter((family) => answerOf(table.socket, family) === ANSWER.allow);
    expect(allowed).toEqual([1, 2, 10]);
    expect(answerOf(table.socket, 0xffffffff)).toBe(ANSWER.unsupportedFamily);
  });

  it('keeps keystrokes out of terminals', () => {
    expect(answerOf(table.ioctl, 0, 0x5412)).toBe(ANSWER.eperm);
    expect(answerOf(table.ioctl, 0, 0x541c)).toBe(ANSWER.eperm);
    expect(answerOf(table.ioctl, 0, 0x5401)).toBe(ANSWER.allow);
  });

  it('lets ordinary calls through and fits the kernel', () => {
    const special = [...Object.values(table.denied), table.socket, CLONE3];
    for (let number = 0; number <= NEWEST_KNOWN; number += 1) {
      if (!special.includes(number)) expect(answerOf(number)).toBe(ANSWER.allow);
    }
    expect(program.length).toBeLessThan(4096);
  });
});

describe('numbers', () => {
  it('x32 numbers end the process on x64', () => {
    const call = { number: 0x40000000 + 39, audit: TABLES.x64.audit };
    expect(run(filterProgram('x64'), call)).toBe(ANSWER.killProcess);
  });

  it('both tables refuse the same calls, but for those arm64 never had', () => {
    const x64 = Object.keys(TABLES.x64.denied);
    const arm64 = Object.keys(TABLES.arm64.denied);
    expect(arm64.filter((name) => !x64.includes(name))).toEqual([]);
    const onlyX64 = ['uselib', 'modify_ldt', 'sysctl', 'iopl', 'ioperm', 'create_module'];
    expect(x64.filter((name) => !arm64.includes(name)).toSorted()).toEqual(onlyX64.toSorted());
  });

  it('no two calls share a number', () => {
    for (const { denied } of Object.values(TABLES)) {
      expect(new Set(Object.values(denied)).size).toBe(Object.keys(denied).length);
    }
  });
});

describe('bytes', () => {
  it('are struct sock_filter, little-endian', () => {
    expect(toBytes([{ code: 0x15, jt: 1, jf: 2, k: 0x80000001 }]).toString('hex')).toBe('1500010201000080');
  });

  it('are absent where there is no table', () => {
    expect(seccompFilter('riscv64')).toBeNull();
    expect(seccompFilter('x64')?.length).toBe(filterProgram('x64').length * 8);
  });

  it('a jump that is too far is refused', () => {
    const long = Array.from({ length: 256 }, () => ({ code: 6, jt: 0, jf: 0, k: 0 }));
    expect(() => when('equal', 1, long)).toThrow(RangeError);
  });
});
