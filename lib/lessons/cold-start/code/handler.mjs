// Runs once, when the environment or the replica starts: this is part of the init phase.
const loadedAt = Date.now();

// Runs once for every request.
export function handler() {
  return { processAgeMs: Date.now() - loadedAt };
}
