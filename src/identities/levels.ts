import type { MatchConfidence, MatchKey } from './identity.ts';

/** How strong a key is: the smaller, the stronger. They are the rows of the catalogue's table of keys. */
export type Level = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;

export const levels: readonly Level[] = [0, 1, 2, 3, 4, 5, 6, 7];

/** From here on a match rests on an address only. */
export const firstAddressLevel: Level = 3;
/** The last one that is as good by itself as through somebody else. */
export const lastStrongLevel: Level = 4;

const keys: Readonly<Record<Level, { readonly key: MatchKey; readonly confidence: MatchConfidence }>> = {
  0: { key: 'MANUAL_LINK', confidence: 'CERTAIN' },
  1: { key: 'NATIVE_ID', confidence: 'CERTAIN' },
  2: { key: 'EMPLOYEE_NUMBER', confidence: 'HIGH' },
  3: { key: 'VERIFIED_EMAIL', confidence: 'HIGH' },
  4: { key: 'USERNAME', confidence: 'HIGH' },
  5: { key: 'EMAIL', confidence: 'MEDIUM' },
  6: { key: 'ALIAS', confidence: 'MEDIUM' },
  7: { key: 'MAPPED_USERNAME', confidence: 'MEDIUM' },
};

export function keyOf(level: Level): MatchKey {
  return keys[level].key;
}

export function confidenceOf(level: Level): MatchConfidence {
  return keys[level].confidence;
}

const lower: Readonly<Record<MatchConfidence, MatchConfidence>> = {
  CERTAIN: 'HIGH',
  HIGH: 'MEDIUM',
  MEDIUM: 'LOW',
  LOW: 'LOW',
};

export function oneStepLower(confidence: MatchConfidence): MatchConfidence {
  return lower[confidence];
}
