import type { DirectoryLoaders } from '../directory/loaders.ts';
import type { PasswordPolicy } from '../model/policy.ts';
import { builder } from './builder.ts';
import { DirectoryType } from './directory.ts';
import { localId, objectId } from './global-id.ts';
import { rowById, wholeRows } from './listing.ts';
import { placeInDirectory } from './place.ts';
import { PopulationType } from './population.ts';

export const PasswordPolicyType = builder.objectRef<PasswordPolicy>('PasswordPolicy');

function passwordPolicyById(loaders: DirectoryLoaders, id: string): Promise<PasswordPolicy | null> {
  return rowById(loaders.settings.passwordPolicies(), id);
}

builder.node(PasswordPolicyType, {
  description: 'What passwords must be like. A number that is null is not demanded.',
  id: { resolve: localId },
  loadOne: (id, context) => {
    const { directory, externalId } = objectId(id);
    return passwordPolicyById(context.loaders(directory), externalId);
  },
  extensions: { permission: 'directory:read', place: placeInDirectory },
  fields: (t) => ({
    externalId: t.exposeString('externalId', { description: "The provider's id." }),
    name: t.exposeString('name', { description: 'Its name.' }),
    description: t.exposeString('description', { nullable: true, description: 'What it is for.' }),
    isDefault: t.exposeBoolean('isDefault', {
      nullable: true,
      description: 'Whether populations without a policy of their own use it.',
    }),
    minLength: t.exposeInt('minLength', { nullable: true, description: 'Characters at least.' }),
    maxLength: t.exposeInt('maxLength', { nullable: true, description: 'Characters at most.' }),
    minUppercase: t.exposeInt('minUppercase', { nullable: true, description: 'Capital letters at least.' }),
    minLowercase: t.exposeInt('minLowercase', { nullable: true, description: 'Small letters at least.' }),
    minDigits: t.exposeInt('minDigits', { nullable: true, description: 'Digits at least.' }),
    minSpecial: t.exposeInt('minSpecial', { nullable: true, description: 'Other characters at least.' }),
    minUniqueCharacters: t.exposeInt('minUniqueCharacters', {
      nullable: true,
      description: 'Different characters at least.',
    }),
    maxRepeatedCharacters: t.exposeInt('maxRepeatedCharacters', {
      nullable: true,
      description: 'The same character in a row at most.',
    }),
    excludesCommonlyUsed: t.exposeBoolean('excludesCommonlyUsed', {
      nullable: true,
      description: 'Whether common passwords are refused.',
    }),
    excludesProfileData: t.exposeBoolean('excludesProfileData', {
      nullable: true,
      description: "Whether the user's own data is refused.",
    }),
    notSimilarToCurrent: t.exposeBoolean('notSimilarToCurrent', {
      nullable: true,
      description: 'Whether a new one must differ much from the present one.',
    }),
    historyCount: t.exposeInt('historyCount', {
      nullable: true,
      description: 'Earlier passwords that are refused.',
    }),
    historyRetentionDays: t.exposeInt('historyRetentionDays', {
      nullable: true,
      description: 'Days that earlier passwords are remembered.',
    }),
    lockoutFailureCount: t.exposeInt('lockoutFailureCount', {
      nullable: true,
      description: 'Wrong tries until it locks; null: it never does.',
    }),
    lockoutDurationSeconds: t.exposeInt('lockoutDurationSeconds', {
      nullable: true,
      description: 'Seconds until it unlocks by itself.',
    }),
    maxAgeDays: t.exposeInt('maxAgeDays', { nullable: true, description: 'Days until it must be changed.' }),
    minAgeDays: t.exposeInt('minAgeDays', {
      nullable: true,
      description: 'Days until it may be changed again.',
    }),
    populationCount: t.exposeInt('populationCount', {
      nullable: true,
      description: 'Populations that use it.',
    }),
  }),
});

builder.objectFields(DirectoryType, (t) => ({
  passwordPolicies: t.field({
    type: [PasswordPolicyType],
    nullable: true,
    description: 'Its password policies; null, with an error, when they could not all be read.',
    extensions: { cost: { calls: 1 } },
    resolve: (directory, _args, context) =>
      wholeRows(context.loaders(directory.key).settings.passwordPolicies()),
  }),
}));

builder.objectFields(PopulationType, (t) => ({
  passwordPolicy: t.field({
    type: PasswordPolicyType,
    nullable: true,
    description: 'The password policy of its users; null: the default one of the directory.',
    extensions: { cost: { calls: 1, batched: 1 } },
    resolve: ({ directory, passwordPolicyId }, _args, context) =>
      passwordPolicyId === null ? null : passwordPolicyById(context.loaders(directory), passwordPolicyId),
  }),
}));
