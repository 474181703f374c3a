import { createGroup, deleteGroup, updateGroup } from '../../actions/settings/group-actions.ts';
import { GroupType } from '../group.ts';
import { defineObjectActions } from './define-object-actions.ts';

defineObjectActions({
  what: 'group',
  named: { field: 'group', typename: 'Group' },
  create: {
    action: createGroup,
    description:
      'Creates a group. One of that name that is as asked for already is left as it is; one that is otherwise is a conflict.',
  },
  update: {
    action: updateGroup,
    description:
      'Changes a group; members of the input that are left out stay. `undo` puts back what it was.',
  },
  remove: {
    action: deleteGroup,
    description:
      'Deletes a group. Its members lose what they had through it, administrators their roles. Nothing takes it back.',
  },
  object: {
    field: 'group',
    type: GroupType,
    load: ({ directory, externalId }, context) => context.loaders(directory).group.load(externalId),
  },
  fields: {
    name: { type: 'String', required: true, member: 'name', description: 'Its name.' },
    description: { type: 'String', member: 'description', description: 'What it is for.' },
    population: {
      type: 'ID',
      of: 'Population',
      createOnly: true,
      member: 'population',
      description:
        'Id of the population that it is to belong to, for good; left out: it belongs to the whole directory.',
    },
    userFilter: {
      type: 'String',
      member: 'userFilter',
      description:
        "A filter that decides who is in it, in the provider's language: it makes the group dynamic.",
    },
    sourceId: {
      type: 'String',
      member: 'externalId',
      description: 'The id that another system gave it.',
    },
    customData: { type: 'JSON', member: 'customData', description: 'Data of the operator.' },
  },
});
