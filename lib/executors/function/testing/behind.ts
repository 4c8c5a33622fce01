import { afterEach, beforeEach, vi } from 'vitest';
import { Turnstile } from '../pool/turnstile.ts';

/**
 * In every test of a file, on any machine and however busy it is: as soon as one environment is in use, the next
 * request goes behind it.
 */
export function requestsGoBehind(): void {
  beforeEach(() => {
    vi.spyOn(Turnstile.prototype, 'holds').mockImplementation((busy) => busy >= 1);
    vi.spyOn(Turnstile.prototype, 'turn').mockReturnValue(null);
  });
  afterEach(() => void vi.restoreAllMocks());
}
