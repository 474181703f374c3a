import { type Fact, unknown } from './fact.ts';
import type { MfaDevice } from './mfa.ts';

/**
 * ACTIVE can sign in; PENDING has yet to verify; LOCKED is shut out for a time; SUSPENDED was switched off by somebody;
 * DEPROVISIONED is gone but still listed; UNKNOWN is a state that the gateway does not know (see `rawStatus`).
 */
export type UserStatus = 'ACTIVE' | 'PENDING' | 'LOCKED' | 'SUSPENDED' | 'DEPROVISIONED' | 'UNKNOWN';

export interface PersonName {
  readonly given: string | null;
  readonly middle: string | null;
  readonly family: string | null;
  readonly formatted: string | null;
}

export interface Address {
  readonly streetAddress: string | null;
  readonly locality: string | null;
  readonly region: string | null;
  readonly postalCode: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly countryCode: string | null;
}

export interface SignOn {
  readonly at: Date;
  readonly remoteIp: string | null;
}

/** An account in one directory, as the row of a list carries it: reading one of these costs no call of its own. */
export interface User {
  /** Key of the directory. */
  readonly directory: string;
  readonly externalId: string;
  readonly username: string | null;
  readonly email: string | null;
  readonly emailVerified: boolean | null;
  readonly displayName: string | null;
  readonly name: PersonName | null;
  readonly nickname: string | null;
  readonly title: string | null;
  readonly employmentType: string | null;
  readonly locale: string | null;
  readonly preferredLanguage: string | null;
  readonly timezone: string | null;
  readonly mobilePhone: string | null;
  readonly primaryPhone: string | null;
  readonly address: Address | null;
  /** The id that another system gave this account (an HR number, the id in a source directory). */
  readonly sourceId: string | null;
  /** The number that the employer gives a person. */
  readonly employeeNumber: string | null;
  /** Further addresses and sign-in names of the account, as the row tells them. */
  readonly aliases: readonly string[];
  /** What the account stands for, where the provider tells; null: it does not. */
  readonly kind: 'HUMAN' | 'SERVICE' | null;
  /** Whether it belongs to somebody of another organisation (a guest); null: the provider does not say. */
  readonly external: boolean | null;
  readonly status: UserStatus;
  /** The provider's own words for the state, such as `enabled=true account=OK lifecycle=ACCOUNT_OK`. */
  readonly rawStatus: string;
  readonly canAuthenticate: boolean | null;
  /** Whether sign-in is switched on for the account, whatever locks or pending steps stand besides; null: not known. */
  readonly enabled: boolean | null;
  /** Whether the user has to choose another password before anything else; null: the row does not say. */
  readonly passwordChangeRequired: boolean | null;
  /** Whether another directory is the master of this account: what is changed here is refused or overwritten. */
  readonly managedElsewhere: boolean | null;
  /** When `status` came to be; null: the provider does not say. */
  readonly stateChangedAt: Date | null;
  /** Value null: never signed on, as far as the provider records it. */
  readonly lastSignOn: Fact<SignOn | null>;
  readonly createdAt: Date | null;
  readonly updatedAt: Date | null;
  readonly populationId: string | null;
  /** Whether the account's second factor is switched on at all; it does not say that a device is there. */
  readonly mfaEnabled: Fact<boolean>;
  /** Second factors, where the rows themselves tell of them; null: they do not. */
  readonly listedDevices: readonly MfaDevice[] | null;
  /** Last day of employment, where the directory keeps one. */
  readonly endDate: string | null;
  /** Who checks the password: the directory itself, or the external identity provider with this id. */
  readonly passwordAuthority: {
    readonly kind: 'LOCAL' | 'EXTERNAL' | 'UNKNOWN';
    readonly identityProviderId: string | null;
  };
  /**
   * Members that are null or UNKNOWN because the row says them in a way that nobody can read, where another read may tell. Left out: none.
   */
  readonly unread?: readonly ('external' | 'passwordAuthority')[] | undefined;
  /** Attributes that the operator's schema adds. */
  readonly customAttributes: Readonly<Record<string, unknown>>;
  /** What only PingOne has; null for users of other providers. */
  readonly pingOne: PingOneUserFacet | null;
  readonly observedAt: Date;
}

export interface PingOneUserFacet {
  readonly enabled: boolean | null;
  readonly accountStatus: string | null;
  readonly lockedAt: Date | null;
  readonly unlockAt: Date | null;
  readonly verifyStatus: string | null;
  readonly lifecycleStatus: string | null;
  readonly accountId: string | null;
}

/** A user of whom nothing is said but who it is: providers put in what theirs says. */
export const unsaidUser: Omit<User, 'directory' | 'externalId' | 'rawStatus' | 'observedAt'> = {
  username: null,
  email: null,
  emailVerified: null,
  displayName: null,
  name: null,
  nickname: null,
  title: null,
  employmentType: null,
  locale: null,
  preferredLanguage: null,
  timezone: null,
  mobilePhone: null,
  primaryPhone: null,
  address: null,
  sourceId: null,
  employeeNumber: null,
  aliases: [],
  kind: null,
  external: null,
  status: 'UNKNOWN',
  canAuthenticate: null,
  enabled: null,
  passwordChangeRequired: null,
  managedElsewhere: null,
  stateChangedAt: null,
  lastSignOn: unknown('UNSUPPORTED'),
  createdAt: null,
  updatedAt: null,
  populationId: null,
  mfaEnabled: unknown('UNSUPPORTED'),
  listedDevices: null,
  endDate: null,
  passwordAuthority: { kind: 'UNKNOWN', identityProviderId: null },
  customAttributes: {},
  pingOne: null,
};

/** What a provider says of a user; of what it leaves out nothing is known. */
export type SaidOfUser = Pick<User, 'directory' | 'externalId' | 'rawStatus' | 'observedAt'> & Partial<User>;

/**
 * The user of whom a provider says so much. Every user is made here, with the same members in the same order: over thousands of
 * rows that takes a tenth of what copying members into another object does.
 */
export function userOf(said: SaidOfUser): User {
  return {
    directory: said.directory,
    externalId: said.externalId,
    username: said.username ?? null,
    email: said.email ?? null,
    emailVerified: said.emailVerified ?? null,
    displayName: said.displayName ?? null,
    name: said.name ?? null,
    nickname: said.nickname ?? null,
    title: said.title ?? null,
    employmentType: said.employmentType ?? null,
    locale: said.locale ?? null,
    preferredLanguage: said.preferredLanguage ?? null,
    timezone: said.timezone ?? null,
    mobilePhone: said.mobilePhone ?? null,
    primaryPhone: said.primaryPhone ?? null,
    address: said.address ?? null,
    sourceId: said.sourceId ?? null,
    employeeNumber: said.employeeNumber ?? null,
    aliases: said.aliases ?? unsaidUser.aliases,
    kind: said.kind ?? null,
    external: said.external ?? null,
    status: said.status ?? 'UNKNOWN',
    rawStatus: said.rawStatus,
    canAuthenticate: said.canAuthenticate ?? null,
    enabled: said.enabled ?? null,
    passwordChangeRequired: said.passwordChangeRequired ?? null,
    managedElsewhere: said.managedElsewhere ?? null,
    stateChangedAt: said.stateChangedAt ?? null,
    lastSignOn: said.lastSignOn ?? unsaidUser.lastSignOn,
    createdAt: said.createdAt ?? null,
    updatedAt: said.updatedAt ?? null,
    populationId: said.populationId ?? null,
    mfaEnabled: said.mfaEnabled ?? unsaidUser.mfaEnabled,
    listedDevices: said.listedDevices ?? null,
    endDate: said.endDate ?? null,
    passwordAuthority: said.passwordAuthority ?? unsaidUser.passwordAuthority,
    unread: said.unread,
    customAttributes: said.customAttributes ?? unsaidUser.customAttributes,
    pingOne: said.pingOne ?? null,
    observedAt: said.observedAt,
  };
}
