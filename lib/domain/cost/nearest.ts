/** Letters and digits only, so that "West Europe" and "westeurope" are one. */
export const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

/** Number of letters to add, leave out or change to get from one text to the other (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The choice that is written most like `text`; undefined when there is none to choose from. */
export function nearestText(text: string, choices: readonly string[]): string | undefined {
  const wanted = plain(text.slice(0, 80));
  const ranked = choices.map((choice) => ({ choice, away: distance(wanted, plain(choice)) }));
  return ranked.sort((a, b) => a.away - b.away)[0]?.choice;
}

export const nearestNumber = (value: number, choices: readonly number[]): number =>
  choices.reduce((best, one) => (Math.abs(one - value) < Math.abs(best - value) ? one : best));
