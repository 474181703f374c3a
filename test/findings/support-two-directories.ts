/** A directory beside a primary one, correlated by the real thing: both whole and read just now until a test says otherwise. */
import type { FindingSources } from '../../src/findings/sources.ts';
import type { AccountCoverage } from '../../src/identities/correlation.ts';
import { correlate } from '../../src/identities/identities.ts';
import type { ManualLink } from '../../src/identities/manual-link.ts';
import { type CorrelationSettings, defaultCorrelationSettings } from '../../src/identities/settings.ts';
import type { UnknownReason } from '../../src/model/fact.ts';
import type { User } from '../../src/model/user.ts';
import { asOf, list, person, type World } from './support.ts';

export const whole: AccountCoverage = { complete: true, reason: null, message: null, takenAt: asOf };

export function unread(reason: UnknownReason): AccountCoverage {
  return { complete: false, reason, message: null, takenAt: null };
}

/** Read up to a page that could not be had. */
export const brokenOff: AccountCoverage = {
  complete: false,
  reason: 'PARTIAL',
  message: null,
  takenAt: asOf,
};

type Rows = readonly Partial<User>[];

interface Beside {
  /** Accounts in the primary directory. */
  readonly primary: Rows;
  /** How well that was read. */
  readonly read?: AccountCoverage;
  /** Further accounts in the subject's own directory. */
  readonly own?: Rows;
  /** Further directories. */
  readonly others?: Readonly<Record<string, { readonly users: Rows; readonly read?: AccountCoverage }>>;
  readonly correlation?: Partial<CorrelationSettings>;
  readonly links?: readonly ManualLink[];
}

function accounts(directory: string, rows: Rows): readonly User[] {
  return rows.map((row, index) =>
    person({ directory, externalId: `${directory}-${index + 1}`, username: null, email: null, ...row }),
  );
}

/** The world of a user of `main`, with `okta` as the primary directory. */
export function beside(user: Partial<User>, given: Beside, world: World = {}): World {
  const main = [person({ ...world.user, ...user }), ...accounts('main', given.own ?? [])];
  const others = Object.entries(given.others ?? {}).map(([key, { users, read = whole }]) => ({
    key,
    isPrimary: false,
    users: accounts(key, users),
    ...read,
  }));
  const identities = correlate({
    directories: [
      { key: 'main', isPrimary: false, users: main, ...whole },
      { key: 'okta', isPrimary: true, users: accounts('okta', given.primary), ...(given.read ?? whole) },
      ...others,
    ],
    settings: { ...defaultCorrelationSettings, ...given.correlation },
    links: given.links ?? [],
  });
  const sources: Partial<FindingSources> = {
    identities: async () => identities,
    everyUser: async () => list(...main),
    ...world.sources,
  };
  return { ...world, user: { ...world.user, ...user }, sources };
}

/** The world of the first account of the primary directory `okta`, whose person has accounts elsewhere. */
export function inPrimary(primary: Rows, others: Beside['others'], world: World = {}): World {
  const okta = accounts('okta', primary);
  const { sources = {}, ...rest } = beside({}, { primary, ...(others && { others }) }, world);
  return {
    ...rest,
    user: okta[0] ?? {},
    sources: { ...sources, key: 'okta', isPrimary: true, everyUser: async () => list(...okta) },
  };
}
