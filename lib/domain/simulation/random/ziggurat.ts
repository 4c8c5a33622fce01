/**
 * Tables of the ziggurat for the exponential distribution with mean 1: 256 layers of equal area.
 * Source: Marsaglia & Tsang, The Ziggurat Method for Generating Random Variables (J. Stat. Soft. 5/8, 2000),
 * with 24 bits of position besides the 8 bits of the layer, so that both are taken from one 32-bit
 * draw without sharing bits (Doornik 2005 on why they must not).
 */
const LAYERS = 256;
const POSITIONS = 2 ** 24;
const AREA = 3.949659822581572e-3;

/** Where the tail begins. */
export const TAIL = 7.69711747013105;

/** Positions below this lie wholly under the curve: 99% of draws end here. */
export const INSIDE = new Int32Array(LAYERS);
/** Width of one position. */
export const WIDTH = new Float64Array(LAYERS);
/** Height of the curve at the right end of the layer. */
export const HEIGHT = new Float64Array(LAYERS);

function fillTables(): void {
  let [right, previous] = [TAIL, TAIL];
  const base = AREA / Math.exp(-TAIL);
  INSIDE[0] = (TAIL / base) * POSITIONS;
  INSIDE[1] = 0;
  WIDTH[0] = base / POSITIONS;
  WIDTH[LAYERS - 1] = TAIL / POSITIONS;
  HEIGHT[0] = 1;
  HEIGHT[LAYERS - 1] = Math.exp(-TAIL);
  for (let layer = LAYERS - 2; layer >= 1; layer--) {
    right = -Math.log(AREA / right + Math.exp(-right));
    INSIDE[layer + 1] = (right / previous) * POSITIONS;
    HEIGHT[layer] = Math.exp(-right);
    WIDTH[layer] = right / POSITIONS;
    previous = right;
  }
}
fillTables();
