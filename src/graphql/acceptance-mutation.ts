import type { AcceptanceAction } from '../actions/acceptances/acceptance-actions.ts';
import { changeAcceptance } from '../actions/acceptances/change-acceptance.ts';
import { type SeenFinding, seenBy } from '../actions/acceptances/seen-finding.ts';
import type { ActionFailure, ActionRefused, ActionSuccess } from '../actions/action-result.ts';
import { failure, readFailed } from '../actions/failures.ts';
import { dispositionOf, type FindingRecord } from '../findings/history/finding-history.ts';
import { DifferenceType } from './action-parts.ts';
import { builder } from './builder.ts';
import type { GatewayContext } from './context.ts';
import { AcceptanceType, DispositionEnum } from './finding-acceptance.ts';
import { recordOf, recordsOf } from './finding-records.ts';
import { doneFields, resultUnion } from './success.ts';

/** A success, with the finding that it was about. */
type AcceptanceSuccess = ActionSuccess & { readonly finding: string };

export interface AcceptanceInput {
  readonly finding: string;
  readonly expiresAt?: Date;
  readonly reason?: string | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
  readonly dryRun?: boolean | null | undefined;
}

/** What every such mutation accepts beside the finding. */
export const onceArgs = {
  key: 'A text of your own, 1 to 255 characters: a repeat with the same key gets the same answer and has no second effect, for a day.',
  dryRun: 'Everything but the change: the answer says what would happen.',
} as const;

/** What a mutation answers by which somebody accepts the risk of a finding, or takes that back. Its types are named after it. */
export function acceptanceResult(name: 'acceptFinding' | 'withdrawAcceptance') {
  const typeName = name.charAt(0).toUpperCase() + name.slice(1);

  const Success = builder.objectRef<AcceptanceSuccess>(`${typeName}Success`).implement({
    description: 'It is kept, and was read back; or, for a rehearsal, nothing stands in its way.',
    extensions: { permission: 'public' },
    fields: (t) => ({
      ...doneFields(t),
      differences: t.expose('differences', {
        type: [DifferenceType],
        description: 'What was kept of the finding before, and what is kept now.',
      }),
      finding: t.exposeID('finding', { description: 'Id of the finding.' }),
      disposition: t.field({
        type: DispositionEnum,
        nullable: true,
        description: 'What became of the finding, as it is now.',
        resolve: async ({ finding }, _args, context) => {
          const record = await recordOf(finding, context);
          return record && dispositionOf(record);
        },
      }),
      acceptance: t.field({
        type: AcceptanceType,
        nullable: true,
        description: 'Who accepts the risk now, and until when; null: nobody.',
        extensions: { own: true },
        resolve: async ({ finding }, _args, context) =>
          (await recordOf(finding, context))?.acceptance ?? null,
      }),
    }),
  });

  return resultUnion(name, Success, `${typeName}Success`);
}

/** Whatever stands in the way is part of the result. */
export async function decideOn(
  action: AcceptanceAction,
  { finding: id, expiresAt, ...input }: AcceptanceInput,
  context: GatewayContext,
): Promise<ActionFailure | ActionRefused | AcceptanceSuccess> {
  const finding = (await recordsOf([id], context)).get(id);
  let seen: SeenFinding | null;
  try {
    seen =
      finding === undefined || !isConfigured(finding, context)
        ? null
        : await seenBy(finding, context.caller, context.loaders(finding.subject.directory));
  } catch (error) {
    return readFailed(error);
  }
  if (finding === undefined || seen === null)
    return failure({ kind: 'NOT_FOUND', code: 'NOT_FOUND', message: noSuchFinding, retryable: false });
  const { actions: services, caller } = context;
  const { populationId } = seen;
  const request = { action, services, caller, finding, populationId, expiresAt: expiresAt ?? null, input };
  const result = await changeAcceptance(request);
  return result.kind === 'SUCCESS' ? { ...result, finding: id } : result;
}

function isConfigured({ subject }: FindingRecord, { directories }: GatewayContext): boolean {
  return directories.some(({ key }) => key === subject.directory);
}

const noSuchFinding =
  'No such finding was seen, or it is about nothing that you see. Ask for `findings { nodes { id } }`, and use an `id` of these.';
