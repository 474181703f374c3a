import type { LdapSettings } from '../settings.ts';

/** Attributes of a user that the gateway reads. Those that Active Directory works out itself come only when they are named. */
const USER = [
  'objectGUID',
  'objectSid',
  'objectClass',
  'cn',
  'sAMAccountName',
  'userPrincipalName',
  'mail',
  'proxyAddresses',
  'displayName',
  'givenName',
  'middleName',
  'sn',
  'title',
  'employeeType',
  'employeeID',
  'employeeNumber',
  'department',
  'company',
  'preferredLanguage',
  'telephoneNumber',
  'mobile',
  'streetAddress',
  'l',
  'st',
  'postalCode',
  'c',
  'userAccountControl',
  'msDS-User-Account-Control-Computed',
  'lockoutTime',
  'pwdLastSet',
  'accountExpires',
  'lastLogonTimestamp',
  'primaryGroupID',
  'whenCreated',
  'whenChanged',
  'isDeleted',
  'lastKnownParent',
] as const;

export const GROUP_ATTRIBUTES = [
  'objectGUID',
  'objectSid',
  'cn',
  'sAMAccountName',
  'displayName',
  'description',
  'groupType',
  'isCriticalSystemObject',
  'managedBy',
  'memberOf',
  'whenCreated',
  'whenChanged',
] as const;

export function userAttributes(settings: LdapSettings): readonly string[] {
  const { usernameAttribute, emailAttribute, employeeNumberAttribute, customAttributes } = settings;
  const own = [usernameAttribute, emailAttribute, employeeNumberAttribute].filter((name) => name !== null);
  return [...new Set([...USER, ...own, ...customAttributes])];
}
