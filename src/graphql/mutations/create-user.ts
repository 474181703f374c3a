import { createUser } from '../../actions/users/create-user.ts';
import { Secret } from '../../model/secret.ts';
import { builder } from '../builder.ts';
import { commonInputFields, defineAction } from './define-action.ts';
import { idIn } from './id-in-directory.ts';
import { readCustomAttributes } from './read-custom-attributes.ts';
import { userObject } from './user-mutation.ts';
import { profileFields } from './user-profile-fields.ts';

const Input = builder.inputType('CreateUserInput', {
  description: 'What `createUser` is to do.',
  fields: (t) => ({
    directory: t.string({ required: true, description: 'Key of the directory.' }),
    username: t.string({
      required: true,
      description: 'User name, 1 to 128 characters, unique within the directory.',
    }),
    ...profileFields(t),
    population: t.id({
      description: "Id of the Population that the user is to be in; default: the directory's default one.",
    }),
    groups: t.idList({
      description:
        'Ids of Groups to join. It takes `group:member.write`, and `role:assign` for groups that give roles.',
    }),
    password: t.string({
      description:
        'The first password, 1 to 255 characters. The gateway keeps it nowhere. Send it as a variable. Left out: the user has none.',
    }),
    forceChange: t.boolean({
      defaultValue: true,
      description: 'Whether that password must be changed at the first sign-on.',
    }),
    enabled: t.boolean({ defaultValue: true, description: 'Whether the user may sign in.' }),
    mfaEnabled: t.boolean({
      description: "Whether the second factor is switched on; default: the directory's own setting.",
    }),
    ...commonInputFields(t),
  }),
});

function read(input: typeof Input.$inferInput) {
  const { directory, population, groups, password, forceChange, enabled, mfaEnabled, ...rest } = input;
  const { reason, idempotencyKey, dryRun, ifVersion, ...profile } = rest;
  return {
    directory,
    input: {
      profile: readCustomAttributes(profile),
      population: idIn('Population', directory, population),
      groups: (groups ?? []).map((id) => idIn('Group', directory, id) ?? ''),
      password: password === null || password === undefined ? null : new Secret(password),
      forceChange,
      enabled,
      mfaEnabled,
      reason,
      idempotencyKey,
      dryRun,
      ifVersion,
    },
  };
}

defineAction({
  action: createUser,
  description:
    'Creates a user with groups, switches and a first password, as one change: when a part fails, the user is deleted again, and where that fails too, `steps` say what stands. One of the same user name that is there already is a conflict, unless it is as asked for. It gives no roles. `deleteUser` takes it back.',
  input: Input,
  read,
  object: userObject,
});
