import type { ActionSuccess } from '../actions/action-result.ts';
import { notFound } from '../actions/failures.ts';
import { changeLink, type SpokenOf } from '../actions/links/change-link.ts';
import { type LinkAction, linkPermission } from '../actions/links/link-actions.ts';
import type { RequestScope } from '../directory/request-scope.ts';
import { DifferenceType } from './action-parts.ts';
import { builder } from './builder.ts';
import type { GatewayContext } from './context.ts';
import { parseObjectId } from './global-id.ts';
import { IdentityType } from './identity.ts';
import { identityOf } from './identity-reads.ts';
import { refDirectory, resolveUserRef, UserRef } from './user-ref.ts';
import { doneFields, resultUnion } from './success.ts';

/** A success, with the other account that it was about, and the way to what holds afterwards. */
type LinkSuccess = ActionSuccess & { readonly other: SpokenOf; readonly scope: RequestScope };

/** A mutation by which an operator says something of two accounts. Its types are named after it. */
export function defineLinkMutation(action: LinkAction, description: string): void {
  const name = action.mutation;
  const typeName = name.charAt(0).toUpperCase() + name.slice(1);

  const Input = builder.inputType(`${typeName}Input`, {
    description: `Of whom \`${name}\` speaks.`,
    fields: (t) => ({
      one: t.field({ type: UserRef, required: true, description: 'One account.' }),
      other: t.field({ type: UserRef, required: true, description: 'The other account.' }),
      reason: t.string({ description: 'Why, for the ledger: 1 to 500 characters on one line.' }),
      idempotencyKey: t.string({
        description:
          'A text of your own, 1 to 255 characters: a repeat with the same key gets the same answer and has no second effect, for a day.',
      }),
      dryRun: t.boolean({
        defaultValue: false,
        description: 'Everything but the change: the answer says what would happen.',
      }),
    }),
  });

  const Success = builder.objectRef<LinkSuccess>(`${typeName}Success`).implement({
    description: 'It is kept, and was read back; or, for a rehearsal, nothing stands in its way.',
    extensions: { permission: 'public' },
    fields: (t) => ({
      ...doneFields(t),
      differences: t.expose('differences', {
        type: [DifferenceType],
        description: 'What was said of the two before, and what is said now.',
      }),
      identity: t.field({
        type: IdentityType,
        nullable: true,
        description: 'To whom the one account belongs now; null when no sweep has it yet.',
        resolve: ({ subject, scope }, _args, context) => identityOf(subject, context, scope),
      }),
      otherIdentity: t.field({
        type: IdentityType,
        nullable: true,
        description: 'The same of the other account: of two that were linked, the same identity.',
        resolve: ({ other, scope }, _args, context) => identityOf(other, context, scope),
      }),
    }),
  });

  const Result = resultUnion(name, Success, `${typeName}Success`);

  builder.mutationField(name, (t) =>
    t.field({
      type: Result,
      nullable: true,
      description,
      args: { input: t.arg({ type: Input, required: true, description: 'Of whom.' }) },
      extensions: { permission: linkPermission, cost: { calls: 2 } },
      resolve: async (_root, { input: { one: oneRef, other: otherRef, ...input } }, context) => {
        const [one, other] = await Promise.all([
          spokenOf(oneRef, action, context),
          spokenOf(otherRef, action, context),
        ]);
        if (one === null || other === null)
          return notFound('user', refDirectory(one === null ? oneRef : otherRef));
        const { actions: services, caller } = context;
        const result = await changeLink({ action, services, caller, one, other, input });
        context.identities.linksChanged();
        // What this request has read of identities before is not what holds after the change.
        const scope = { ...context.scope, maxAgeMs: null };
        return result.kind === 'SUCCESS' ? { ...result, other, scope } : result;
      },
    }),
  );
}

/** What is said of an account that is there no more can still be taken back, by whoever may speak of its whole directory. */
async function spokenOf(
  ref: typeof UserRef.$inferInput,
  { says }: LinkAction,
  context: GatewayContext,
): Promise<SpokenOf | null> {
  const user = await resolveUserRef(ref, context);
  if (user !== null) return user;
  if (says !== null) return null;
  const named = typeof ref.id === 'string' ? parseObjectId(ref.id, 'User') : ref.externalId;
  if (!named) return null;
  const { directory, externalId } = named;
  return { directory, externalId, populationId: null };
}
