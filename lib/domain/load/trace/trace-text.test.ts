import { describe, expect, it } from 'vitest';
import { toProblem } from '../../errors.ts';
import { traceText } from './trace-text.ts';

const TEXT = 't\n1\n2\n';
const bytes = new TextEncoder().encode(TEXT);
const zip = async (parts: Uint8Array<ArrayBuffer>[]): Promise<Uint8Array> =>
  new Uint8Array(
    await new Response(new Blob(parts).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer(),
  );
const refusal = async (file: Uint8Array, most?: number) => {
  const { code, owner, message } = toProblem(await traceText(file, most).catch((error: unknown) => error));
  expect(owner).toBe('yours');
  return `${code}: ${message}`;
};

describe('the text of a file', () => {
  it('is plain, or compressed, also of UTF-16', async () => {
    const utf16 = Uint8Array.from(
      [...`\ufeff${TEXT}`].flatMap((one) => [one.charCodeAt(0) & 255, one.charCodeAt(0) >> 8]),
    );
    for (const file of [bytes, await zip([bytes]), utf16, await zip([utf16])])
      expect(await traceText(file)).toBe(TEXT);
  });

  it('is not that of another kind of file', async () => {
    expect(await refusal(Uint8Array.of(0x50, 0x4b, 3, 4))).toMatch(/Excel workbook/);
    expect(await refusal(Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd))).toMatch(/zstd/);
    expect(await refusal(Uint8Array.of(1, 0, 0, 0))).toMatch(/^not-text/);
  });

  it('is refused where the compressed file is cut off or damaged', async () => {
    const whole = await zip([bytes]);
    expect(await refusal(whole.subarray(0, whole.length - 5))).toMatch(/^gzip-damaged/);
    expect(await refusal(whole.map((byte, at) => (at === 12 ? byte ^ 255 : byte)))).toMatch(/^gzip-damaged/);
  });

  it('has an end, also where a few kilobytes hold far more', async () => {
    const mebibyte = new Uint8Array(1024 * 1024).fill(0x20);
    const most = 4 * mebibyte.length;
    const [fits, bomb] = [await zip(Array(4).fill(mebibyte)), await zip(Array(5).fill(mebibyte))];
    expect(bomb.length).toBeLessThan(10_000);
    expect(await traceText(fits, most)).toHaveLength(most);
    expect(await refusal(bomb, most)).toBe('trace-too-large: The file holds more than 4 MiB of text.');
    expect(await refusal(new Uint8Array(most + 1).fill(0x20), most)).toMatch(/^trace-too-large/);
  });
});
