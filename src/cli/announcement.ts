import type { GatewayConfig } from '../config.ts';
import type { Directory } from '../directory/directory.ts';

/** What is said when the gateway answers: about what, to whom, and where. */
export function announcement(
  { sandbox, access }: Pick<GatewayConfig, 'sandbox' | 'access'>,
  directories: readonly Directory[],
  address: string,
): string {
  const callers =
    access === null
      ? ''
      : ` Callers need ${access.issuers.length > 0 ? 'an access token or an API key' : 'an API key'} (Authorization: Bearer ...).`;
  if (sandbox) {
    const what = access === null ? 'Nothing is configured' : 'No directory is configured';
    return `${what}: simulated directories answer (PingOne with 2,000 people, Okta, SCIM).${callers} Open ${address}`;
  }
  const names = directories.map(({ key, writable }) => `${key} (${writable ? 'writable' : 'read-only'})`);
  // Nobody has answered yet: whether the credential is taken shows in the checks that follow.
  return `Serving ${names.join(', ')}.${callers} Open ${address}`;
}
