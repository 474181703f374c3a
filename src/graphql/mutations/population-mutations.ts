import {
  createPopulation,
  deletePopulation,
  updatePopulation,
} from '../../actions/settings/population-actions.ts';
import { populationById, PopulationType } from '../population.ts';
import { defineObjectActions } from './define-object-actions.ts';

defineObjectActions({
  what: 'population',
  named: { field: 'population', typename: 'Population' },
  create: {
    action: createPopulation,
    description:
      'Creates a population. One of that name that is as asked for already is left as it is; one that is otherwise is a conflict.',
  },
  update: {
    action: updatePopulation,
    description: 'Changes a population; members of the input that are left out stay.',
  },
  remove: {
    action: deletePopulation,
    description:
      'Deletes a population that has no users; neither the default nor the last one. Nothing takes it back.',
  },
  object: {
    field: 'population',
    type: PopulationType,
    load: ({ directory, externalId }, context) => populationById(context.loaders(directory), externalId),
  },
  fields: {
    name: { type: 'String', required: true, member: 'name', description: 'Its name.' },
    description: { type: 'String', member: 'description', description: 'What it is for.' },
    isDefault: {
      type: 'Boolean',
      member: 'default',
      description:
        'Whether users for whom no population is named come into it. Only true can be asked for: it takes it from the other.',
    },
    passwordPolicy: {
      type: 'ID',
      of: 'PasswordPolicy',
      member: 'passwordPolicy',
      description: 'Id of the password policy of its users; null: the default one of the directory.',
    },
    preferredLanguage: {
      type: 'String',
      member: 'preferredLanguage',
      description: 'The language in which its users are addressed.',
    },
    alternativeIdentifiers: {
      type: 'String',
      list: true,
      member: 'alternativeIdentifiers',
      description: 'Other names by which the population is found when people sign on.',
    },
  },
});
