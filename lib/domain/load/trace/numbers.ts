/** Which sign begins the decimals; the other one may stand between thousands. */
export type DecimalSign = 'point' | 'comma';

const SIMPLE = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
/** Spaces and apostrophes stand between thousands only. */
const GROUPED = /^[+-]?\d{1,3}([ \u00a0\u202f'’]\d{3})+(?=$|[.,])/;
const GROUPS: Record<DecimalSign, RegExp> = {
  point: /^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/,
  comma: /^[+-]?\d{1,3}(\.\d{3})+(,\d*)?$/,
};

/** A finite number as a spreadsheet or a log writes it; null when it is none. Never an accidental 0 for an empty cell. */
export function numberIn(cell: string, sign: DecimalSign = 'point'): number | null {
  const bare = cell.trim();
  // Nearly all cells of a large file are of this form.
  if (sign === 'point' && SIMPLE.test(bare)) return finite(bare);
  const text = GROUPED.test(bare) ? bare.replaceAll(/[ \u00a0\u202f'’]/g, '') : bare;
  const [thousands, decimal] = sign === 'point' ? [',', '.'] : ['.', ','];
  const joined = GROUPS[sign].test(text) ? text.replaceAll(thousands, '') : text;
  const plain = joined.replace(decimal, '.');
  return SIMPLE.test(plain) && !(sign === 'comma' && joined.includes('.')) ? finite(plain) : null;
}

function finite(text: string): number | null {
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

/** A count: whole, not negative; "94.0" is 94. */
export function countIn(cell: string, sign: DecimalSign = 'point'): number | null {
  const value = numberIn(cell, sign);
  return value !== null && value >= 0 && Number.isSafeInteger(value) ? value : null;
}

/** 1.000 and 1,000: one with three decimals, or a thousand. */
const EITHER = /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/;
export const mayBeThousands = (cell: string): boolean => EITHER.test(cell.trim());

/** The sign of the decimals that one cell shows; null: it shows none, or fits both. */
function signOf(cell: string, delimiter: string): DecimalSign | null {
  const text = cell.trim();
  // Where commas part the columns, one inside of a quoted number stands between thousands.
  if (delimiter === ',' && GROUPS.point.test(text)) return 'point';
  if (!/^[+-]?[\d.,]+([eE][+-]?\d+)?$/.test(text) || !/[.,]/.test(text) || mayBeThousands(text)) return null;
  const [point, comma] = [numberIn(text, 'point') !== null, numberIn(text, 'comma') !== null];
  if (point === comma) return null;
  return point ? 'point' : 'comma';
}

/** The sign of the decimals of a column: what its cells show, if they agree. Null: nothing shows it. */
export function decimalSignOf(cells: readonly string[], delimiter: string): DecimalSign | null {
  const shown = new Set(cells.flatMap((cell) => signOf(cell, delimiter) ?? []));
  const [only] = shown;
  return shown.size === 1 && only !== undefined ? only : null;
}
