import type { PeerRequest } from '../peer-server.ts';
import { refusal } from './errors.ts';
import type { OktaUser } from './org.ts';
import type { OktaState } from './route.ts';

/** Links to operations on the password, which a caller may have left out. */
const CREDENTIAL_LINKS = [
  'resetPassword',
  'resetFactors',
  'expirePassword',
  'forgotPassword',
  'changePassword',
];

/** A user as a list or a single read shows it; `okta-response` of the content type leaves parts out. */
export function userRow(user: OktaUser, { headers, url }: Pick<PeerRequest, 'headers' | 'url'>): object {
  const omitted = omissions(headers['content-type']);
  const self = `${url.origin}/api/v1/users/${user.id}`;
  const links = omitted.has('omitCredentialsLinks')
    ? []
    : CREDENTIAL_LINKS.map((name) => [name, { href: `${self}/lifecycle/${name}`, method: 'POST' }]);
  const { credentials, transitioningToStatus, ...rest } = user;
  return {
    ...rest,
    ...(omitted.has('omitCredentials') ? {} : { credentials }),
    ...(omitted.has('omitTransitioningToStatus') ? {} : { transitioningToStatus }),
    _links: { self: { href: self }, ...Object.fromEntries(links) },
  };
}

function omissions(contentType: string | undefined): ReadonlySet<string> {
  const listed = /okta-response="([^"]*)"/i.exec(contentType ?? '')?.[1] ?? '';
  return new Set(listed.split(',').map((name) => name.trim()));
}

/** By id, or by login as Okta does too. */
export function userOf({ org }: OktaState, idOrLogin: string | undefined): OktaUser {
  const key = idOrLogin ?? '';
  const user =
    org.users.get(key) ??
    [...org.users.values()].find(
      ({ profile }) => String(profile['login']).toLowerCase() === key.toLowerCase(),
    );
  if (user === undefined) throw refusal(404, 'E0000007', `${key.slice(0, 40)} (User)`);
  return user;
}
