import type { PeerPerson } from '../people.ts';
import type { GoogleIds } from './make-ids.ts';
import type { GoogleUser } from './state.ts';

const NEVER = '1970-01-01T00:00:00.000Z';

/** How somebody looks in Google. Of those who are gone, every second one is archived and the others are deleted. */
export function makeUser(
  person: PeerPerson,
  index: number,
  { ids, customerId, suspendedAt }: { ids: GoogleIds; customerId: string; suspendedAt: string },
): GoogleUser {
  const gone = person.status === 'DEPROVISIONED';
  const archived = gone && index % 24 === 10;
  const suspended = person.status === 'SUSPENDED';
  const enrolled = person.factors.length > 0;
  return {
    kind: 'admin#directory#user',
    id: ids.user(),
    customerId,
    primaryEmail: person.email ?? person.username,
    name: {
      givenName: person.givenName,
      familyName: person.familyName,
      fullName: `${person.givenName} ${person.familyName}`,
    },
    ...(person.aliases.length > 0 ? { aliases: person.aliases.slice(0, 1) } : {}),
    ...(person.aliases.length > 1 ? { nonEditableAliases: person.aliases.slice(1) } : {}),
    isAdmin: person.role === 'TOP',
    isDelegatedAdmin: person.role === 'USERS' || person.role === 'READ',
    suspended,
    ...(suspended
      ? { suspensionReason: index % 2 === 0 ? 'ABUSE' : 'ADMIN', suspensionTime: suspendedAt }
      : {}),
    archived,
    changePasswordAtNextLogin: person.status === 'PASSWORD_EXPIRED',
    agreedToTerms: person.lastSignOnAt !== null,
    isEnrolledIn2Sv: enrolled,
    isEnforcedIn2Sv: enrolled && index % 8 === 4,
    creationTime: person.createdAt,
    lastLoginTime: person.lastSignOnAt ?? NEVER,
    orgUnitPath: person.kind === 'SERVICE' ? '/Services' : '/People',
    ...(person.external ? { isGuestUser: true } : {}),
    externalIds: externalIds(person),
    ...(person.title === null
      ? {}
      : { organizations: [{ title: person.title, primary: true, customType: '' }] }),
    languages: [{ languageCode: 'en', preference: 'preferred' }],
    recoveryEmail: `private-${index}@elsewhere.example`,
    recoveryPhone: `+1650555${String(1_000 + index)}`,
    customSchemas: { Work: { desk: `D-${index}` } },
    ...(gone && !archived ? { deletionTime: person.statusChangedAt } : {}),
  };
}

function externalIds({ employeeNumber, sourceId }: PeerPerson): readonly object[] {
  return [
    ...(employeeNumber === null ? [] : [{ type: 'organization', value: employeeNumber }]),
    ...(sourceId === null ? [] : [{ type: 'custom', customType: 'source', value: sourceId }]),
  ];
}
