import type { CallContext } from '../../upstream/call.ts';
import type { LdapApi } from './directory-api.ts';
import { requestError } from './request-error.ts';
import type { Flavour } from './settings.ts';
import { isWithin } from './values/dn.ts';
import { generalizedTime } from './values/generalized-time.ts';

/** What a server says of itself (RFC 4512, section 5.1). */
export interface RootDse {
  /** False: the server answered as if it had none. Each has one, so that all that is said here is then what nobody knows. */
  readonly isShown: boolean;
  readonly flavour: Flavour;
  /** Roots of what it holds. */
  readonly namingContexts: readonly string[];
  /** The one that the base lies in; null: none, so that nothing of it can be read here. */
  readonly namingContext: string | null;
  /** Whether OpenLDAP's overlay for password policies is loaded: without it there are no locks. */
  readonly passwordPolicy: boolean;
  readonly clock: Date | null;
}

/** The capability that every Active Directory announces (MS-ADTS, LDAP_CAP_ACTIVE_DIRECTORY_OID); Samba does too. */
const ACTIVE_DIRECTORY = '1.2.840.113556.1.4.800';
/** The control of draft-behera-ldap-password-policy. */
const PASSWORD_POLICY = '1.3.6.1.4.1.42.2.27.8.5.1';

const ATTRIBUTES = [
  'objectClass',
  'structuralObjectClass',
  'namingContexts',
  'supportedCapabilities',
  'supportedControl',
  'currentTime',
];

/** @throws {UpstreamError} `INVALID_REQUEST` when neither the settings nor the server say which flavour it is. */
export async function readRootDse(api: LdapApi, context: CallContext): Promise<RootDse> {
  const call = { method: 'GET', route: 'read rootDSE' } as const;
  const root = await api.entry('', ATTRIBUTES, call.route, context);
  const capabilities = root?.texts('supportedCapabilities') ?? [];
  const classes = [...(root?.texts('objectClass') ?? []), ...(root?.texts('structuralObjectClass') ?? [])];
  const guessed = capabilities.includes(ACTIVE_DIRECTORY)
    ? 'active-directory'
    : classes.includes('OpenLDAProotDSE')
      ? 'openldap'
      : null;
  const flavour = api.settings.flavour ?? guessed;
  if (flavour === null)
    throw requestError(
      api.directory,
      'INVALID_REQUEST',
      call,
      context,
      'expected a server that says it is Active Directory or OpenLDAP, received neither: set flavour',
    );
  const namingContexts = root?.texts('namingContexts') ?? [];
  return {
    isShown: root !== null,
    flavour,
    namingContexts,
    // The longest one that fits: a domain of Active Directory holds its configuration below itself.
    namingContext:
      namingContexts
        .filter((name) => isWithin(api.settings.baseDn, name))
        .toSorted((a, b) => b.length - a.length)[0] ?? null,
    passwordPolicy: root?.texts('supportedControl').includes(PASSWORD_POLICY) ?? false,
    clock: generalizedTime(root?.text('currentTime') ?? null),
  };
}
