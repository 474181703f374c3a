import { moveUserToPopulation } from '../../actions/users/move-user-to-population.ts';
import { builder } from '../builder.ts';
import type { GatewayContext } from '../context.ts';
import { defineAction } from './define-action.ts';
import { idIn } from './id-in-directory.ts';
import { readUserInput, userInputFields, userObject } from './user-mutation.ts';

const Input = builder.inputType('MoveUserToPopulationInput', {
  description: 'What `moveUserToPopulation` is to do.',
  fields: (t) => ({
    ...userInputFields(t),
    population: t.id({ required: true, description: 'Id of the Population to move to.' }),
  }),
});

function read({ population, ...rest }: typeof Input.$inferInput, context: GatewayContext) {
  const { directory, input } = readUserInput(rest, context);
  return { directory, input: { ...input, population: idIn('Population', directory, population) ?? '' } };
}

defineAction({
  action: moveUserToPopulation,
  description:
    'Moves a user to another population. Safe to repeat. Groups of the old population are lost: `differences` and `steps` name them, in a rehearsal too. Moving back is the inverse, and restores none of them. Both populations must be in the reach of the caller.',
  input: Input,
  read,
  object: userObject,
});
