import { unnestGroup } from '../../actions/membership/nest-group.ts';
import { builder } from '../builder.ts';
import { parseObjectId } from '../global-id.ts';
import { commonInputFields, defineAction } from './define-action.ts';
import { groupObject } from './group-object.ts';
import { within } from './membership-inputs.ts';

const Input = builder.inputType('UnnestGroupInput', {
  description: 'What `unnestGroup` is to take out of what.',
  fields: (t) => ({
    group: t.id({ required: true, description: 'Id of the Group that is a member, or is to be one.' }),
    parent: t.id({ required: true, description: 'Id of the Group that it is in, or is to be put in.' }),
    ...commonInputFields(t),
  }),
});

defineAction({
  action: unnestGroup,
  description:
    'Takes a group out of another one that it is directly in. Safe to repeat. `nestGroup` takes it back.',
  input: Input,
  read: ({ group, parent, ...rest }) => {
    const { directory, externalId } = parseObjectId(group, 'Group');
    return {
      directory,
      input: { ...rest, group: { externalId }, parent: within(directory, parent, 'Group') },
    };
  },
  object: groupObject,
});
