/** One instruction of classic BPF: struct sock_filter of linux/filter.h. */
export interface Instruction {
  code: number;
  jt: number;
  jf: number;
  k: number;
}

/** The few operations a seccomp filter needs, by their codes. */
export const CODE = { load: 0x20, equal: 0x15, greaterEqual: 0x35, anyBitSet: 0x45, answer: 0x06 } as const;

/** Offsets in struct seccomp_data. Arguments are 64 bits; the low half of a little-endian one comes first. */
export const DATA = { number: 0, arch: 4, argument: (index: number): number => 16 + 8 * index } as const;

const ERRNO = 0x00050000;
export const ANSWER = {
  allow: 0x7fff0000,
  killProcess: 0x80000000,
  eperm: ERRNO | 1,
  enosys: ERRNO | 38,
  unsupportedFamily: ERRNO | 97,
} as const;

const instruction = (code: number, k: number, jt = 0, jf = 0): Instruction => ({ code, jt, jf, k });
export const load = (offset: number): Instruction => instruction(CODE.load, offset);
export const answer = (k: number): Instruction => instruction(CODE.answer, k);

export type Test = 'equal' | 'greaterEqual' | 'anyBitSet';
/** `body` runs when the loaded value passes the test, else it is jumped over. */
export function when(test: Test, k: number, body: readonly Instruction[]): Instruction[] {
  if (body.length > 255) throw new RangeError('A BPF jump reaches at most 255 instructions.');
  return [instruction(CODE[test], k, 0, body.length), ...body];
}
/** `body` runs when the loaded value fails the test. */
export function unless(test: Test, k: number, body: readonly Instruction[]): Instruction[] {
  if (body.length > 255) throw new RangeError('A BPF jump reaches at most 255 instructions.');
  return [instruction(CODE[test], k, body.length, 0), ...body];
}

/** The bytes the kernel loads; both supported architectures are little-endian. */
export function toBytes(program: readonly Instruction[]): Buffer {
  const bytes = Buffer.alloc(program.length * 8);
  program.forEach(({ code, jt, jf, k }, index) => {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(jt, index * 8 + 2);
    bytes.writeUInt8(jf, index * 8 + 3);
    bytes.writeUInt32LE(k >>> 0, index * 8 + 4);
  });
  return bytes;
}
