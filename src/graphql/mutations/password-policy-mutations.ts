import {
  createPasswordPolicy,
  deletePasswordPolicy,
  updatePasswordPolicy,
} from '../../actions/settings/password-policy-actions.ts';
import { rowById } from '../listing.ts';
import { PasswordPolicyType } from '../password-policy.ts';
import { defineObjectActions } from './define-object-actions.ts';
import type { ObjectField } from './object-fields.ts';

const number = (member: ObjectField['member'], description: string): ObjectField => ({
  type: 'Int',
  member,
  description: `${description} Null: it is not demanded.`,
});

const must = (member: string, description: string): ObjectField => ({
  type: 'Boolean',
  required: true,
  member,
  description,
});

defineObjectActions({
  what: 'password policy',
  named: { field: 'passwordPolicy', typename: 'PasswordPolicy' },
  create: {
    action: createPasswordPolicy,
    description: 'Creates a password policy. It holds for nobody until a population uses it.',
  },
  update: {
    action: updatePasswordPolicy,
    description: 'Changes a password policy: it holds for passwords that are set from then on.',
  },
  remove: {
    action: deletePasswordPolicy,
    description: 'Deletes a password policy that no population uses; not the default. Nothing takes it back.',
  },
  object: {
    field: 'passwordPolicy',
    type: PasswordPolicyType,
    load: ({ directory, externalId }, context) =>
      rowById(context.loaders(directory).settings.passwordPolicies(), externalId),
  },
  fields: {
    name: { type: 'String', required: true, member: 'name', description: 'Its name.' },
    description: { type: 'String', member: 'description', description: 'What it is for.' },
    isDefault: {
      type: 'Boolean',
      member: 'default',
      description:
        'Whether populations without a policy of their own use it. Only true can be asked for: it takes it from the other.',
    },
    excludesCommonlyUsed: must('excludesCommonlyUsed', 'Whether common passwords are refused.'),
    excludesProfileData: must('excludesProfileData', "Whether the user's own data is refused."),
    notSimilarToCurrent: must(
      'notSimilarToCurrent',
      'Whether a new one must differ much from the present one.',
    ),
    minLength: number('length.min', 'Characters at least.'),
    maxLength: number('length.max', 'Characters at most.'),
    // PingOne keys the counts by the set of characters itself (PingOne API reference, "Password policies").
    minUppercase: number(['minCharacters', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'], 'Capital letters at least.'),
    minLowercase: number(['minCharacters', 'abcdefghijklmnopqrstuvwxyz'], 'Small letters at least.'),
    minDigits: number(['minCharacters', '0123456789'], 'Digits at least.'),
    minSpecial: number(['minCharacters', '~!@#$%^&*()-_=+[]{}|;:,.<>/?'], 'Other characters at least.'),
    minUniqueCharacters: number('minUniqueCharacters', 'Different characters at least.'),
    maxRepeatedCharacters: number('maxRepeatedCharacters', 'The same character in a row at most.'),
    historyCount: number('history.count', 'Earlier passwords that are refused.'),
    historyRetentionDays: number('history.retentionDays', 'Days that earlier passwords are remembered.'),
    lockoutFailureCount: number('lockout.failureCount', 'Wrong tries until it locks.'),
    lockoutDurationSeconds: number('lockout.durationSeconds', 'Seconds until it unlocks by itself.'),
    maxAgeDays: number('maxAgeDays', 'Days until it must be changed.'),
    minAgeDays: number('minAgeDays', 'Days until it may be changed again.'),
  },
});
