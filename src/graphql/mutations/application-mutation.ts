import type { ApplicationActionInput } from '../../actions/applications/application-target.ts';
import type { ActionSubject } from '../../model/action.ts';
import { ApplicationType } from '../application.ts';
import type { GatewayContext } from '../context.ts';
import { parseObjectId } from '../global-id.ts';
import { commonInputFields, type InputFields } from './define-action.ts';

/** What the input of every action on one application has. */
export function applicationInputFields(t: InputFields) {
  return {
    application: t.id({ required: true, description: 'Id of the application.' }),
    ...commonInputFields(t),
  };
}

/** The application of a success; of what belongs to one, that one. */
export const applicationObject = {
  field: 'application',
  type: ApplicationType,
  load: (subject: ActionSubject, context: GatewayContext) =>
    context.loaders(subject.directory).application.load(subject.externalId.split('/')[0] ?? ''),
};

/** @throws {GraphQLError} `BAD_USER_INPUT` when the id is not that of an application. */
export function readApplicationInput<R extends { readonly application: string }>({
  application,
  ...rest
}: R): { readonly directory: string; readonly input: Omit<R, 'application'> & ApplicationActionInput } {
  const { directory, externalId } = parseObjectId(application, 'Application');
  return { directory, input: { ...rest, applicationId: externalId } };
}
