import type { Draft } from './draft.ts';
import type { Person } from './people.ts';
import { drawAddress } from './people.ts';
import type { Random } from './prng.ts';

const BROWSERS = [
  ['Chrome', '141.0', 'Windows', '11'],
  ['Safari', '19.0', 'macOS', '16.1'],
  ['Firefox', '143.0', 'Linux', '6.12'],
  ['Edge', '140.0', 'Windows', '10'],
] as const;

/** PingOne shows ten sessions of a user at most; one person here has more, so that one look isn't enough to end them all. */
const MANY = 14;

function addSession(draft: Draft, { row, traits, employment }: Person, live: boolean, random: Random): void {
  const began = Math.min(live ? random.between(0.05, 0.9) : random.between(2, 20), employment.since);
  const active = live ? began * random.fraction() * 0.5 : began * 0.97;
  const [browser, version, system, systemVersion] = random.pick(BROWSERS);
  const remoteIp = drawAddress(random);
  const lastSignOn = {
    at: draft.ago(began),
    remoteIp,
    authenticators: traits.devices === 'none' ? ['pwd'] : ['pwd', 'mfa'],
    withAuthenticator: { pwd: { at: draft.ago(began) } },
  };
  draft.addBelow('users/sessions', row.id, {
    id: random.uuid(),
    environment: draft.environment,
    user: { id: row.id },
    createdAt: draft.ago(began),
    activeAt: draft.ago(active),
    expiresAt: draft.ago(live ? -random.between(0.3, 1) : began - 1),
    idleTimeoutInMinutes: 43_200,
    browser: { name: browser, version },
    operatingSystem: { name: system, version: systemVersion },
    device: { type: 'Computer' },
    lastSignOn,
    locations: [{ at: draft.ago(began), remoteIp, city: 'Berlin', state: 'Berlin', country: 'DE' }],
  });
}

/** Fills `users/sessions`: some of the people who were here lately, the administrators who must have one, and one person with many. */
export function addSessions(draft: Draft, people: readonly Person[]): void {
  const random = draft.random('sessions');
  for (const person of people) {
    const recent = person.traits.signedOn !== undefined && person.traits.signedOn < 20;
    const usual = person.rank % 16 === 6 && recent ? 1 + random.below(3) : 0;
    const live = person.part?.liveSessions ?? (person.rank % 1999 === 6 ? MANY : usual);
    for (let session = 0; session < live; session += 1) {
      addSession(draft, person, live !== MANY || session < MANY - 2, random);
    }
    if (recent && person.rank % 32 === 6) addSession(draft, person, false, random);
  }
}

/** `users/linkedAccounts` of people whom another provider knows, and `users/bypassMFA` of the few who were let off. */
export function addLinksAndBypasses(draft: Draft, people: readonly Person[]): void {
  const random = draft.random('links');
  for (const { row, rank, traits } of people) {
    if (traits.provider !== undefined) {
      draft.addBelow('users/linkedAccounts', row.id, {
        id: random.uuid(),
        environment: draft.environment,
        user: { id: row.id },
        identityProvider: { id: draft.idOf('identityProviders', traits.provider) },
        externalId: `ext-${random.hex(2)}`,
        createdAt: row.createdAt,
        updatedAt: row.createdAt,
      });
    }
    if (rank % 331 === 28) {
      // Every other bypass has ended already; PingOne keeps the member until somebody clears it.
      draft.setDetail('users/bypassMFA', row.id, {
        bypassMFAEnabledUntil: draft.ago(rank % 2 === 0 ? -3 : 5),
      });
    }
  }
}
