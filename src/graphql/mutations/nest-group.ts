import { nestGroup } from '../../actions/membership/nest-group.ts';
import { builder } from '../builder.ts';
import { parseObjectId } from '../global-id.ts';
import { commonInputFields, defineAction } from './define-action.ts';
import { groupObject } from './group-object.ts';
import { within } from './membership-inputs.ts';

const Input = builder.inputType('NestGroupInput', {
  description:
    ' its members are members of that one too. Safe to repeat. Refused when the two would be members of each other. Where the other group gives roles it needs `role:assign` too. `unnestGroup` takes it back.:What `nestGroup` is to put where.',
  fields: (t) => ({
    group: t.id({ required: true, description: 'Id of the Group that is a member, or is to be one.' }),
    parent: t.id({ required: true, description: 'Id of the Group that it is in, or is to be put in.' }),
    ...commonInputFields(t),
  }),
});

defineAction({
  action: nestGroup,
  description: 'Puts a group into another one',
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
