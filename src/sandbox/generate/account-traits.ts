import type { Random } from './prng.ts';

/** The identity provider of a person, by the name of its row; people without one sign on with a password. */
export type LinkedProvider = 'Contoso workforce' | 'Partner SAML' | 'Google (retired)';

/** Which devices somebody has: none, drawn, or a fixed set that a role in the story asks for. */
export type DevicePlan = 'none' | 'drawn' | 'strong' | 'text-message';

/** The state of an account, free of who it belongs to. */
export interface AccountTraits {
  readonly enabled: boolean;
  readonly locked: boolean;
  /** Created, but the address was never confirmed. */
  readonly pending: boolean;
  /** Days since the last sign-on; undefined when there was none. */
  readonly signedOn: number | undefined;
  readonly mfaEnabled: boolean;
  readonly devices: DevicePlan;
  readonly provider?: LinkedProvider;
}

function lastSignOn(rank: number, random: Random): number | undefined {
  if (rank % 23 === 9) return undefined;
  if (rank % 13 === 4) return random.between(91, 700);
  if (rank % 11 === 6) return random.between(46, 89);
  // Most people were here within the week: the square draws them towards today.
  return random.fraction() ** 2 * 30;
}

function providerOf(rank: number): { provider?: LinkedProvider } {
  if (rank % 211 === 17) return { provider: 'Google (retired)' };
  if (rank % 89 === 18) return { provider: 'Partner SAML' };
  return rank % 19 === 8 ? { provider: 'Contoso workforce' } : {};
}

/** The periods are prime, so that the traits fall on people independently of each other. */
export function drawTraits(rank: number, random: Random): AccountTraits {
  const pending = rank % 41 === 7;
  const mfaEnabled = rank % 7 !== 2;
  // A quarter of those who may use MFA never paired anything; a third of those who may not still have a device from before.
  const paired = mfaEnabled ? rank % 4 !== 1 : rank % 3 === 2;
  return {
    enabled: rank % 17 !== 3,
    locked: rank % 53 === 5,
    pending,
    signedOn: pending ? undefined : lastSignOn(rank, random),
    mfaEnabled,
    devices: paired && !pending ? 'drawn' : 'none',
    ...providerOf(rank),
  };
}
