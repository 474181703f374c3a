import { acceptancePermission, withdrawAcceptance } from '../../actions/acceptances/acceptance-actions.ts';
import { acceptanceResult, decideOn, onceArgs } from '../acceptance-mutation.ts';
import { builder } from '../builder.ts';

const Input = builder.inputType('WithdrawAcceptanceInput', {
  description: 'Which risk is not accepted any more.',
  fields: (t) => ({
    finding: t.id({ required: true, description: 'Id of the finding.' }),
    reason: t.string({ description: 'Why, for the ledger: 1 to 500 characters on one line.' }),
    idempotencyKey: t.string({ description: onceArgs.key }),
    dryRun: t.boolean({ defaultValue: false, description: onceArgs.dryRun }),
  }),
});

builder.mutationField('withdrawAcceptance', (t) =>
  t.field({
    type: acceptanceResult('withdrawAcceptance'),
    nullable: true,
    description: 'Takes back that the risk of a finding is accepted. Nothing is changed in a directory.',
    args: { input: t.arg({ type: Input, required: true, description: 'Which, and why.' }) },
    extensions: { permission: acceptancePermission, cost: { calls: 1 } },
    resolve: (_root, { input }, context) => decideOn(withdrawAcceptance, input, context),
  }),
);
