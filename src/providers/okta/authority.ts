import type { User } from '../../model/user.ts';
import type { Members } from '../rows.ts';
import { object, text } from '../rows.ts';

type Authority = Pick<User, 'passwordAuthority' | 'managedElsewhere' | 'unread'>;

/** Directories that Okta takes accounts and passwords from: what is changed here is refused or overwritten. */
const MASTERS: ReadonlySet<string> = new Set(['ACTIVE_DIRECTORY', 'LDAP']);
/** Others check the sign-on, which says nothing of who is the master of the account. */
const FEDERATED: ReadonlySet<string> = new Set(['FEDERATION', 'SOCIAL']);
const OWN: ReadonlySet<string> = new Set(['OKTA', 'IMPORT']);

const TOLD_BY_PROVIDER = ['passwordAuthority'] as const;

/** `credentials.provider` (API reference, "Authentication provider"): who checks the password, and who owns the account. */
export function authorityOf(user: Members): Authority {
  const provider = object(object(user, 'credentials') ?? {}, 'provider') ?? {};
  const type = text(provider, 'type') ?? '';
  const identityProviderId = null;
  if (MASTERS.has(type))
    return { passwordAuthority: { kind: 'EXTERNAL', identityProviderId }, managedElsewhere: true };
  if (FEDERATED.has(type))
    return { passwordAuthority: { kind: 'EXTERNAL', identityProviderId }, managedElsewhere: null };
  return OWN.has(type)
    ? { passwordAuthority: { kind: 'LOCAL', identityProviderId }, managedElsewhere: false }
    : {
        passwordAuthority: { kind: 'UNKNOWN', identityProviderId },
        managedElsewhere: null,
        unread: TOLD_BY_PROVIDER,
      };
}
