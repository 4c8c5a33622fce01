import { describe, expect, it } from 'vitest';
import { newNonce, securityHeaders } from './headers.ts';

describe('the headers of every answer', () => {
  const nonce = newNonce();
  const { 'content-security-policy': policy = '', ...others } = securityHeaders(nonce);
  const directives = new Map(
    policy.split('; ').map((line) => {
      const [name = '', ...sources] = line.split(' ');
      return [name, sources] as const;
    }),
  );

  it('let only scripts run that this product sent in this answer', () => {
    expect(directives.get('script-src')).toEqual(["'self'", `'nonce-${nonce}'`]);
    expect(newNonce()).not.toBe(nonce);
    expect(nonce.length).toBeGreaterThanOrEqual(22);
  });

  it('let no other site frame a page, get its forms or change its addresses', () => {
    expect(directives.get('frame-ancestors')).toEqual(["'none'"]);
    expect(directives.get('form-action')).toEqual(["'self'"]);
    expect(directives.get('base-uri')).toEqual(["'none'"]);
    expect(directives.get('object-src')).toEqual(["'none'"]);
    expect(others).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' });
  });
});
