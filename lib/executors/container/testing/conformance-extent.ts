/** Set by `npm run -s bench -- conformance`: every engine goes through the whole table. */
export const WHOLE = 'CROSSOVER_WHOLE_CONFORMANCE';
