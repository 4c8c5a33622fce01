const GROUPED = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 15 });

/** All digits, in groups of three: what a field shows, and `readNumber` reads back. '' for what is none. */
export const writeNumber = (value: number): string => (Number.isFinite(value) ? GROUPED.format(value) : '');
