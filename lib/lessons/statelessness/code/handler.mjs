// A global: it lives in the memory of this one process.
let count = 0;

export function handler() {
  count += 1;
  return { count };
}
