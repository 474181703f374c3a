import { randomUUID } from 'node:crypto';
import type { ActionResult } from '../../actions/action-result.ts';
import { failure, notFound } from '../../actions/failures.ts';
import { endNow } from '../../actions/timed/end-grant.ts';
import { ActionDoneType } from '../action-done.ts';
import { actionErrors, errorTypenames } from '../action-error.ts';
import { builder } from '../builder.ts';
import { parseObjectId } from '../global-id.ts';
import { knownGrant, timedStore } from '../timed-grant.ts';

const EndInput = builder.inputType('EndTimedGrantInput', {
  description: 'Which access is to end.',
  fields: (t) => ({
    grant: t.id({ required: true, description: 'Id of the timed grant.' }),
    reason: t.string({ description: 'Why, for the ledger: 1 to 500 characters on one line.' }),
  }),
});

const EndResult = builder.unionType('EndTimedGrantResult', {
  description: 'How `endTimedGrant` ended.',
  extensions: { permission: 'public' },
  types: [ActionDoneType, ...actionErrors],
  resolveType: (result: ActionResult) =>
    result.kind === 'SUCCESS' ? 'ActionDone' : errorTypenames[result.kind],
});

builder.mutationField('endTimedGrant', (t) =>
  t.field({
    type: EndResult,
    nullable: true,
    description:
      'Takes back at once what was given for a time, with the permission that taking it back needs. When it fails, it ends at its own time all the same. Repeating it is safe.',
    args: { input: t.arg({ type: EndInput, required: true, description: 'Which access.' }) },
    // The permission of what takes it back is asked for by that action.
    extensions: { permission: 'public', cost: { calls: 6 } },
    resolve: async (_root, { input }, context): Promise<ActionResult> => {
      const { directory, externalId } = parseObjectId(input.grant, 'TimedGrant');
      const store = timedStore(context);
      const grant = await knownGrant(externalId, context);
      if (grant === null) return notFound('timed grant', directory);
      return (
        (await endNow({
          services: context.actions,
          store,
          directory: context.loaders(grant.directory).directory,
          caller: context.caller,
          id: grant.id,
          owner: randomUUID(),
          asked: { reason: input.reason },
        })) ??
        failure({
          kind: 'CONFLICT',
          code: 'CONFLICT',
          message: `Expected access that is given; this one is ${grant.state}, or is being ended at this moment. Nothing was sent.`,
          retryable: false,
        })
      );
    },
  }),
);
