import { FUNCTION_LIMITS } from '../limits.ts';

const encoder = new TextEncoder();

/**
 * Takes a batch apart so that the event of each part fits into one invocation ("up to the payload limit for
 * synchronous invocation (6 MB)", CreateEventSourceMapping, BatchSize). The order stays; what is too large
 * even alone is a part of its own.
 * @param eventOf the event of one item, which is not smaller than what the item adds to an event
 */
export function partsOfBatch<T>(
  items: readonly T[],
  eventOf: (item: T) => object,
  limit = FUNCTION_LIMITS.synchronousPayloadBytes,
): T[][] {
  const parts: T[][] = [];
  let room = 0;
  for (const item of items) {
    const size = encoder.encode(JSON.stringify(eventOf(item))).length;
    const last = parts.at(-1);
    if (last !== undefined && size <= room) last.push(item);
    else {
      parts.push([item]);
      room = limit;
    }
    room -= size;
  }
  return parts;
}
