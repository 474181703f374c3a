import type { Action, ActionInput, Target } from '../action.ts';
import { forgetObject } from '../objects/forget-object.ts';

/** What actions on the secrets of one application accept. */
export interface ApplicationActionInput extends ActionInput {
  /** The provider's id. */
  readonly applicationId: string;
}

const forget = forgetObject('APPLICATION');

/** What actions on the secrets of one application have in common: which one is meant, and what is forgotten afterwards. */
export const onApplication = {
  subjectType: 'APPLICATION',
  locate: async ({ applicationId }: ApplicationActionInput): Promise<Target | null> =>
    applicationId === '' ? null : { externalId: applicationId },
  forget: (loaders, target) => {
    forget(loaders, target, null);
  },
} as const satisfies Partial<Action<ApplicationActionInput, unknown>>;
