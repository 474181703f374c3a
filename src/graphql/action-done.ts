import type { ActionSuccess } from '../actions/action-result.ts';
import { DifferenceType, StepType, SubjectType } from './action-parts.ts';
import { builder } from './builder.ts';
import { doneFields } from './success.ts';

export const ActionDoneType = builder.objectRef<ActionSuccess>('ActionDone').implement({
  description: 'Some action is done, and was read back; or, for a rehearsal, nothing stands in its way.',
  extensions: { permission: 'public' },
  fields: (t) => ({
    ...doneFields(t),
    subject: t.expose('subject', { type: SubjectType, description: 'On what.' }),
    differences: t.expose('differences', {
      type: [DifferenceType],
      nullable: true,
      description: 'What was changed, or would be; null for callers who may not read all of a user.',
      extensions: { permission: 'directory:read.pii' },
    }),
    version: t.exposeString('version', {
      nullable: true,
      description: 'Stands for the state that was read; null when the object does not exist.',
    }),
    steps: t.expose('steps', { type: [StepType], description: 'Its parts, where it has several.' }),
  }),
});
