import { acceptancePermission, acceptFinding } from '../../actions/acceptances/acceptance-actions.ts';
import { mostDays } from '../../actions/acceptances/acceptance-request.ts';
import { acceptanceResult, decideOn, onceArgs } from '../acceptance-mutation.ts';
import { builder } from '../builder.ts';

const Input = builder.inputType('AcceptFindingInput', {
  description: 'Which risk is accepted, and until when.',
  fields: (t) => ({
    finding: t.id({ required: true, description: 'Id of the finding.' }),
    reason: t.string({ required: true, description: 'Why: 1 to 500 characters on one line.' }),
    expiresAt: t.field({
      type: 'DateTime',
      required: true,
      description: `Until when, at most ${mostDays} days from now.`,
    }),
    idempotencyKey: t.string({ description: onceArgs.key }),
    dryRun: t.boolean({ defaultValue: false, description: onceArgs.dryRun }),
  }),
});

builder.mutationField('acceptFinding', (t) =>
  t.field({
    type: acceptanceResult('acceptFinding'),
    nullable: true,
    description:
      'Accepts the risk of a finding as bad as it is now, for a time: it is evaluated and listed as before, with who accepted it and why. That lapses when its time is over, and when the finding gets worse. Nothing is changed in a directory.',
    args: { input: t.arg({ type: Input, required: true, description: 'Which, why, and until when.' }) },
    extensions: { permission: acceptancePermission, cost: { calls: 1 } },
    resolve: (_root, { input }, context) => decideOn(acceptFinding, input, context),
  }),
);
