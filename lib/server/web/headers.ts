import { randomBytes } from 'node:crypto';

/** What a page may load and run, besides what no answer may do. `nonce`: of this one request. */
export const securityHeaders = (nonce: string): Record<string, string> => ({
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': contentSecurityPolicy(nonce),
});

export const newNonce = (): string => randomBytes(16).toString('base64');

/**
 * Scripts only of this product: a name, a log or an answer that reached a page as markup could not run.
 * Styles stand inline: the charts, the editor and the pop-ups place things by style attributes.
 */
function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
