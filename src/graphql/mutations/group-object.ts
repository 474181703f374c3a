import type { ActionSubject } from '../../model/action.ts';
import type { GatewayContext } from '../context.ts';
import { GroupType } from '../group.ts';

/** The group of a success. */
export const groupObject = {
  field: 'group',
  type: GroupType,
  load: (subject: ActionSubject, context: GatewayContext) =>
    context.loaders(subject.directory).group.load(subject.externalId),
};
