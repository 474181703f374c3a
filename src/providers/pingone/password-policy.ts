import type { PasswordPolicy } from '../../model/policy.ts';
import type { Members, Row } from '../rows.ts';
import { flag, object, text, whole } from '../rows.ts';

export function toPasswordPolicy(row: Row, directory: string): PasswordPolicy {
  const policy = row.members;
  const length = object(policy, 'length') ?? {};
  const history = object(policy, 'history') ?? {};
  const lockout = object(policy, 'lockout') ?? {};
  return {
    directory,
    externalId: row.id,
    name: text(policy, 'name') ?? row.id,
    description: text(policy, 'description'),
    isDefault: flag(policy, 'default') ?? false,
    minLength: whole(length, 'min'),
    maxLength: whole(length, 'max'),
    excludesCommonlyUsed: flag(policy, 'excludesCommonlyUsed'),
    excludesProfileData: flag(policy, 'excludesProfileData'),
    notSimilarToCurrent: flag(policy, 'notSimilarToCurrent'),
    minUniqueCharacters: whole(policy, 'minUniqueCharacters'),
    maxRepeatedCharacters: whole(policy, 'maxRepeatedCharacters'),
    historyCount: whole(history, 'count'),
    historyRetentionDays: whole(history, 'retentionDays'),
    lockoutFailureCount: whole(lockout, 'failureCount'),
    lockoutDurationSeconds: whole(lockout, 'durationSeconds'),
    maxAgeDays: whole(policy, 'maxAgeDays'),
    minAgeDays: whole(policy, 'minAgeDays'),
    ...minimumCharacters(object(policy, 'minCharacters') ?? {}),
    populationCount: whole(policy, 'populationCount'),
  };
}

type Minimums = Pick<PasswordPolicy, 'minUppercase' | 'minLowercase' | 'minDigits' | 'minSpecial'>;

/** PingOne keys the counts by the set of characters itself: `"0123456789": 1`. The special set has no fixed spelling. */
function minimumCharacters(sets: Members): Minimums {
  const counts = Object.keys(sets).map((characters) => ({ characters, count: whole(sets, characters) }));
  const countOf = (pattern: RegExp) =>
    counts.find(({ characters }) => pattern.test(characters))?.count ?? null;
  return {
    minUppercase: countOf(/^[A-Z]+$/),
    minLowercase: countOf(/^[a-z]+$/),
    minDigits: countOf(/^\d+$/),
    minSpecial: countOf(/^[^A-Za-z\d]+$/),
  };
}
