import type { Secret } from '../../model/secret.ts';
import type { PaceSettings } from '../connection.ts';
import type { Endpoint } from './wire/dial.ts';

/** Which of the two families of servers it is: they keep accounts, locks and groups in different attributes. */
export type Flavour = 'active-directory' | 'openldap';

/** What the adapter has to know of one LDAP directory; the configuration is structurally the same. */
export interface LdapSettings {
  /** Key of the directory that the operator chose. */
  readonly key: string;
  /** Null: found out from the server's rootDSE at the first call. */
  readonly flavour: Flavour | null;
  /** Everything that is read lies under it. */
  readonly baseDn: string;
  /** Who a user is, as a filter of RFC 4515; null: the usual one of the flavour. */
  readonly userFilter: string | null;
  /** What a group is; null: the usual one of the flavour. */
  readonly groupFilter: string | null;
  /** Attributes that hold these, where they are not the usual ones. */
  readonly usernameAttribute: string | null;
  readonly emailAttribute: string | null;
  readonly employeeNumberAttribute: string | null;
  /** Further attributes to show of users. */
  readonly customAttributes: readonly string[];
  /** DNs of groups whose members count as administrators. Active Directory has its well-known ones besides. */
  readonly privilegedGroups: readonly string[];
  /** Entries in one page; halved when the server finds it too large. */
  readonly pageSize: number;
  readonly writable: boolean;
}

/** What connecting takes, besides what reading does. */
export interface LdapConnectionSettings extends LdapSettings, PaceSettings {
  readonly endpoint: Endpoint;
  readonly bindDn: string;
  readonly password: Secret;
}
