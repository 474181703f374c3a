import { defaultCorrelationSettings, type CorrelationSettings } from '../../../src/identities/settings.ts';
import { correlate, type DirectoryAccounts, type Identities } from '../../../src/identities/identities.ts';
import type { ManualLink } from '../../../src/identities/manual-link.ts';
import { unsaidUser, type User } from '../../../src/model/user.ts';

/** The instant at which all worked cases are asked. */
export const asOf = new Date('2025-06-30T12:00:00.000Z');

/** An account of the local directory (`ping`), active and made on 2023-01-01; `facts` says the rest. */
export function account(externalId: string, facts: Partial<User> = {}): User {
  return {
    ...unsaidUser,
    directory: 'ping',
    externalId,
    status: 'ACTIVE',
    rawStatus: 'enabled',
    createdAt: new Date('2023-01-01T00:00:00.000Z'),
    observedAt: asOf,
    ...facts,
  };
}

/** The same in the primary directory (`okta`). */
export function primaryAccount(externalId: string, facts: Partial<User> = {}): User {
  return account(externalId, { directory: 'okta', ...facts });
}

export function directory(
  key: string,
  users: readonly User[],
  other: Partial<DirectoryAccounts> = {},
): DirectoryAccounts {
  const isPrimary = key === 'okta';
  return { key, isPrimary, users, complete: true, reason: null, message: null, takenAt: asOf, ...other };
}

export interface Case {
  readonly users: readonly User[];
  readonly settings?: Partial<CorrelationSettings>;
  readonly links?: readonly ManualLink[];
  /** What is different about how the primary directory was read. */
  readonly primary?: Partial<DirectoryAccounts>;
}

/** Correlates accounts, each in the directory that it names; `okta` is the primary one. */
export function correlated({ users, settings = {}, links = [], primary = {} }: Case): Identities {
  const keys = [...new Set(['okta', ...users.map((user) => user.directory)])];
  return correlate({
    directories: keys.map((key) =>
      directory(
        key,
        users.filter((user) => user.directory === key),
        key === 'okta' ? primary : {},
      ),
    ),
    settings: { ...defaultCorrelationSettings, ...settings },
    links,
  });
}

export function link(kind: ManualLink['kind'], one: User, other: User, at = asOf): ManualLink {
  return { kind, one, other, by: 'ada@example.com', reason: null, at };
}
