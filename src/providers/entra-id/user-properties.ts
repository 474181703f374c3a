/** What is read of every user: without `$select` Graph leaves out `accountEnabled`, `createdDateTime`, `userType` and the like. */
const ALWAYS = [
  'id',
  'userPrincipalName',
  'mail',
  'otherMails',
  'proxyAddresses',
  'displayName',
  'givenName',
  'surname',
  'jobTitle',
  'employeeType',
  'employeeId',
  'preferredLanguage',
  'mobilePhone',
  'businessPhones',
  'streetAddress',
  'city',
  'state',
  'postalCode',
  'country',
  'accountEnabled',
  'userType',
  'externalUserState',
  'externalUserStateChangeDateTime',
  'createdDateTime',
  'onPremisesSyncEnabled',
  'onPremisesImmutableId',
  'onPremisesExtensionAttributes',
] as const;

/** Properties that a licence or a right of their own is needed for; asking without it fails the whole request. */
export const OPTIONAL = ['signInActivity', 'employeeLeaveDateTime'] as const;
export type OptionalProperty = (typeof OPTIONAL)[number];

export function selectUser(optional: readonly OptionalProperty[]): string {
  return [...ALWAYS, ...optional].join(',');
}

/** Of removed users nobody signs in any more, and it is not documented that their activity is told. */
export const SELECT_REMOVED = [...ALWAYS, 'deletedDateTime'].join(',');

/** Graph gives 100 rows unless asked for more; `signInActivity` makes its maximum smaller ("List users"). */
const USERS_PER_PAGE = 999;
const USERS_PER_PAGE_WITH_ACTIVITY = 500;

export function usersPerPage(optional: readonly OptionalProperty[]): number {
  return optional.includes('signInActivity') ? USERS_PER_PAGE_WITH_ACTIVITY : USERS_PER_PAGE;
}
