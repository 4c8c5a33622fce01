/** C0 but tab and line feed, DEL and C1: what a terminal acts on. */
const CONTROLS = /[\p{Cc}--[\t\n]]/gv;

/** Text of others (names, logs, errors of user code) as a terminal may show it: control characters as \x1b. */
export const printable = (text: string): string =>
  text.replace(CONTROLS, (one) => `\\x${one.charCodeAt(0).toString(16).padStart(2, '0')}`);
