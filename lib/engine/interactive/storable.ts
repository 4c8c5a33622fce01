import type { LiveEvent } from '#lib/domain/live/events.ts';

/** Characters of one text in an event; an answer of megabytes, fifty times, is more than a page can show. */
export const LONGEST_TEXT = 65_536;

/** Code may print and answer anything; Postgres keeps no zero character and no half of a surrogate pair. */
function shown(text: string): string {
  const kept = text.slice(0, LONGEST_TEXT).toWellFormed().replaceAll('\0', '\u2400');
  const more = text.length - LONGEST_TEXT;
  return more > 0 ? `${kept}\n… ${more} more characters are not shown.` : kept;
}

/** The event with every text in it fit to be stored and shown. */
export const storable = <Event extends LiveEvent>(event: Event): Event =>
  JSON.parse(
    JSON.stringify(event, (_, value: unknown) => (typeof value === 'string' ? shown(value) : value)),
  ) as Event;
