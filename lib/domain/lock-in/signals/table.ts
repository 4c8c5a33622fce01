import { dimensionOf } from './dimensions.ts';
import { type Match, SHAPES, type Signal } from './signal.ts';

/**
 * Signals are kept as plain tables, one a line, columns apart by " | ", "# Vendor" above its lines:
 * what to look for | service | dimension | effort | portable alternative | source (optional).
 * A malformed line is a RangeError when the module loads, so the first test finds it.
 */
const UNCHECKED = 'the vendor’s published SDK name; not checked against a page';

interface Row {
  vendor: string;
  cells: string[];
}

function rowsOf(table: string): Row[] {
  let vendor = '';
  return table.split('\n').flatMap((line) => {
    if (line.startsWith('# ')) vendor = line.slice(2);
    if (line.trim() === '' || line.startsWith('# ')) return [];
    return [{ vendor, cells: line.split(' | ') }];
  });
}

function signalOf(vendor: string, cells: readonly string[], label: string, match: Match): Signal {
  const [service, word, effort, alternative, source = UNCHECKED] = cells;
  const weight = Number(effort);
  if (
    service === undefined ||
    word === undefined ||
    alternative === undefined ||
    !(weight >= 1 && weight <= 5)
  ) {
    throw new RangeError(`Not a signal: ${label} | ${cells.join(' | ')}`);
  }
  return { label, vendor, service, dimension: dimensionOf(word), effort: weight, alternative, source, match };
}

/** First column: names apart by spaces. */
export const parseTable = (table: string, match: (names: string[]) => Match): Signal[] =>
  rowsOf(table).map(({ vendor, cells: [names = '', ...cells] }) =>
    signalOf(vendor, cells, names.replaceAll(' ', ', '), match(names.split(' '))),
  );

/** First column: a label; second: `path|text|shape|file <what>`, for files with `contains <pattern>`. */
export const parseLabelled = (table: string): Signal[] =>
  rowsOf(table).map(({ vendor, cells: [label = '', match = '', ...cells] }) =>
    signalOf(vendor, cells, label, matchOf(match)),
  );

function matchOf(text: string): Match {
  const space = text.indexOf(' ');
  const [on, what] = [text.slice(0, space), text.slice(space + 1)];
  const shape = SHAPES.find((one) => one === what);
  if (on === 'shape' && shape !== undefined) return { on, shape };
  if (on === 'path' || on === 'text') return { on, pattern: new RegExp(what) };
  if (on !== 'file') throw new RangeError(`Not a match: ${text}`);
  const [name = '', line] = what.split(' contains ');
  return { on, name: new RegExp(name), line: line === undefined ? null : new RegExp(line) };
}
