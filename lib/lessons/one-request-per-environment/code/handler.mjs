import { setTimeout as wait } from 'node:timers/promises';

// Requests that this process holds right now.
let inside = 0;

// Waits as a call to a slow service would, and says how many requests were here together.
export async function handler() {
  inside += 1;
  const together = inside;
  await wait(200);
  inside -= 1;
  return { together };
}
