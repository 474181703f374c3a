import type { Draft } from './draft.ts';

/** PingOne keys the minimum counts by the character set itself. */
const ONE_OF_EACH = {
  ABCDEFGHIJKLMNOPQRSTUVWXYZ: 1,
  abcdefghijklmnopqrstuvwxyz: 1,
  '0123456789': 1,
  '~!@#$%^&*()-_=+[]{}|;:,.<>/?': 1,
};

const STRONG = {
  excludesCommonlyUsed: true,
  excludesProfileData: true,
  notSimilarToCurrent: true,
  length: { min: 12, max: 255 },
  minCharacters: ONE_OF_EACH,
  minUniqueCharacters: 5,
  minComplexity: 7,
  maxRepeatedCharacters: 2,
  history: { count: 12, retentionDays: 365 },
  lockout: { failureCount: 5, durationSeconds: 900 },
  minAgeDays: 1,
};

const POLICIES = [
  { name: 'Standard', description: 'For everybody unless another is named', default: true, ...STRONG },
  {
    name: 'Basic',
    description: 'As it was before 2020',
    default: false,
    excludesCommonlyUsed: false,
    excludesProfileData: false,
    notSimilarToCurrent: false,
    length: { min: 8, max: 255 },
    minCharacters: { abcdefghijklmnopqrstuvwxyz: 1, '0123456789': 1 },
    history: { count: 1, retentionDays: 30 },
    lockout: { failureCount: 50, durationSeconds: 60 },
    maxAgeDays: 90,
  },
  {
    name: 'No lockout',
    description: 'Long passwords, any number of tries',
    default: false,
    excludesCommonlyUsed: true,
    excludesProfileData: true,
    notSimilarToCurrent: true,
    length: { min: 14, max: 255 },
    minCharacters: ONE_OF_EACH,
    history: { count: 6, retentionDays: 180 },
  },
];

/** `populationCount` is left out: the HTTP side counts. */
export function addPasswordPolicies(draft: Draft): void {
  const random = draft.random('password policies');
  for (const policy of structuredClone(POLICIES)) {
    draft.addNamed('passwordPolicies', {
      id: random.uuid(),
      environment: draft.environment,
      ...policy,
      createdAt: draft.ago(2900),
      updatedAt: draft.ago(random.between(30, 1500)),
    });
  }
}
