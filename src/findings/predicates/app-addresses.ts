import type { Application } from '../../model/application.ts';

/** Every address that the application has people or assertions sent to. */
export function addressesOf(app: Application): readonly string[] {
  const slo = app.saml?.sloEndpoint ?? null;
  return [...(app.oidc?.redirectUris ?? []), ...(app.saml?.acsUrls ?? []), ...(slo === null ? [] : [slo])];
}

const loopbackHost = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether what is sent there crosses a network in the clear. Schemes of native applications stay on the device. */
export function isSentInTheClear(address: string): boolean {
  if (!/^\s*http:/i.test(address)) return false;
  // An address that cannot be parsed is still one that begins with http.
  return !URL.canParse(address) || !loopbackHost.test(new URL(address).hostname);
}

/** Whether the part that names the host has a wildcard: then anybody who can get a matching name receives the answer. */
export function hasWildcardHost(address: string): boolean {
  const host = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(address)?.[1] ?? '';
  return host.includes('*');
}
