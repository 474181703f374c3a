import type { PeerPerson, PeerStatus } from '../people.ts';
import type { OktaUser } from './org.ts';

const STATUSES: Readonly<Record<PeerStatus, readonly OktaUser['status'][]>> = {
  ACTIVE: ['ACTIVE'],
  PENDING: ['STAGED', 'PROVISIONED'],
  SUSPENDED: ['SUSPENDED'],
  LOCKED: ['LOCKED_OUT'],
  PASSWORD_EXPIRED: ['PASSWORD_EXPIRED', 'RECOVERY'],
  DEPROVISIONED: ['DEPROVISIONED'],
};

/** A person's account in Okta's form. `index` decides between states that our words do not tell apart. */
export function makeUser(person: PeerPerson, id: string, index: number): OktaUser {
  const statuses = STATUSES[person.status];
  const status = statuses[Math.floor(index / 24) % statuses.length] ?? 'ACTIVE';
  const started = person.status !== 'PENDING';
  const [secondEmail] = person.aliases;
  return {
    id,
    status,
    transitioningToStatus: null,
    created: person.createdAt,
    activated: started ? person.createdAt : null,
    statusChanged: person.statusChangedAt,
    lastLogin: person.lastSignOnAt,
    lastUpdated: person.statusChangedAt,
    passwordChanged: started && !person.external ? person.createdAt : null,
    type: { id: 'oty1a2b3c4d5e6f7g8h9' },
    profile: {
      login: person.username,
      // Okta has no account without an address.
      email: person.email ?? person.username,
      firstName: person.givenName,
      lastName: person.familyName,
      mobilePhone: null,
      secondEmail: secondEmail ?? null,
      userType: person.kind === 'SERVICE' ? 'Service account' : person.external ? 'Partner' : 'Employee',
      ...(person.title === null ? {} : { title: person.title }),
      ...(person.employeeNumber === null ? {} : { employeeNumber: person.employeeNumber }),
      ...(person.sourceId === null ? {} : { sourceId: person.sourceId }),
    },
    credentials: person.external
      ? { provider: { type: 'FEDERATION', name: 'FEDERATION' } }
      : { ...(started ? { password: {} } : {}), provider: { type: 'OKTA', name: 'OKTA' } },
  };
}
