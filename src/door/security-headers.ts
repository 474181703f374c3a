import type { ServerResponse } from 'node:http';

/** GraphiQL is one page with its script, styles and editor workers inside; it talks to this server only. */
const EXPLORER_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'unsafe-inline' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";

const COMMON = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;

/** Set before anything is answered; a handler's own headers come on top. */
export function setSecurityHeaders(response: ServerResponse, kind: 'explorer' | 'data'): void {
  for (const [name, value] of Object.entries(COMMON)) response.setHeader(name, value);
  response.setHeader('content-security-policy', kind === 'explorer' ? EXPLORER_POLICY : DATA_POLICY);
}
