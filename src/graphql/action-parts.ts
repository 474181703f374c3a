import type { Difference } from '../actions/differences.ts';
import type { Step } from '../actions/steps.ts';
import type { ActionSubject, ActionSubjectType } from '../model/action.ts';
import { builder } from './builder.ts';
import { encodeGlobalId, localId } from './global-id.ts';
import { UserType } from './user.ts';

/** Of `replayed`, wherever a success has it. */
export const replayedMeans =
  'Whether this is the answer of an earlier call with the same idempotency key: nothing was done now, and what it was done to may have changed since.';

export const DifferenceType = builder.objectRef<Difference>('Difference').implement({
  description: 'One member that a change touches.',
  extensions: { permission: 'public' },
  fields: (t) => ({
    path: t.exposeString('path', { description: 'Its names from the outside in: `address.city`.' }),
    before: t.field({
      type: 'JSON',
      nullable: true,
      description: 'Its value before; null: it was not there.',
      resolve: ({ before }) => before,
    }),
    after: t.field({
      type: 'JSON',
      nullable: true,
      description: 'Its value afterwards; null: it is not there any more.',
      resolve: ({ after }) => after,
    }),
  }),
});

const StepOutcomeEnum = builder.enumType('StepOutcome', {
  description: 'How a part of an action ended.',
  values: {
    DONE: { description: 'It took effect; of a rehearsal: it would.' },
    ALREADY: { description: 'It was so already.' },
    SKIPPED: { description: 'It was not possible or not needed here.' },
    FAILED: { description: 'It did not take effect, or nobody knows.' },
    UNDONE: { description: 'It took effect, and was taken back because a later part failed.' },
  } satisfies Record<Step['outcome'], { description: string }>,
});

export const StepType = builder.objectRef<Step>('ActionStep').implement({
  description: 'A part of an action that has several.',
  extensions: { permission: 'public' },
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Which part: `enable-mfa`.' }),
    outcome: t.expose('outcome', { type: StepOutcomeEnum, description: 'How it ended.' }),
    message: t.exposeString('message', {
      nullable: true,
      description: 'Why, where that is not plain.',
    }),
  }),
});

/** Types of this graph whose objects can be asked for by id; what belongs to another object has none. */
const typenames: Partial<Record<ActionSubjectType, string>> = {
  USER: 'User',
  MFA_DEVICE: 'MfaDevice',
  GROUP: 'Group',
  POPULATION: 'Population',
  ROLE: 'Role',
  APPLICATION: 'Application',
};

export const SubjectType = builder.objectRef<ActionSubject>('ActionSubject').implement({
  description: 'What an action was done to; it may not exist any more.',
  extensions: { permission: 'public' },
  fields: (t) => ({
    id: t.id({
      description:
        'Id of the object in this graph; of what has no type of its own, an id of its kind and place.',
      resolve: (subject) =>
        subject.type === 'DIRECTORY'
          ? encodeGlobalId('Directory', subject.directory)
          : encodeGlobalId(typenames[subject.type] ?? nameOf(subject.type), localId(subject)),
    }),
    type: t.exposeString('type', { description: 'What kind of object it is: `USER`, `PASSWORD_POLICY`.' }),
    externalId: t.exposeString('externalId', {
      description:
        "The provider's id; of what belongs to another object both, as `<parent>/<id>`. Empty when it was never created.",
    }),
    user: t.field({
      type: UserType,
      nullable: true,
      description: 'The user, as it is now; null when it does not exist any more, or is none.',
      extensions: { permission: 'directory:read', cost: { calls: 1 } },
      resolve: (subject, _args, context) =>
        subject.type === 'USER' && subject.externalId !== ''
          ? context.loaders(subject.directory).user.load(subject.externalId)
          : null,
    }),
  }),
});

/** `PASSWORD_POLICY` as a type would be called: `PasswordPolicy`. */
export function nameOf(type: ActionSubjectType): string {
  return type
    .split('_')
    .map((word) => word.charAt(0) + word.slice(1).toLowerCase())
    .join('');
}
