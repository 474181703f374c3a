import { createHash } from 'node:crypto';
import type { Caller } from '../../access/caller.ts';
import { messageOf } from '../../directory/fact-of.ts';
import type { DirectoryLoaders } from '../../directory/loaders.ts';
import type { AccountRef } from '../../identities/manual-link.ts';
import { UpstreamError } from '../../upstream/upstream-error.ts';
import type { Action, ActionInput } from '../action.ts';
import type { ActionServices } from '../action-services.ts';
import { freshReads } from '../guard-reads.ts';
import { runAction } from '../run-action.ts';
import { revokeUserSessions } from '../users/revoke-user-sessions.ts';
import { suspendUser } from '../users/suspend-user.ts';
import { type AdministratorsRole, administratorsRoles, removalOf } from './administrators-roles.ts';
import type { ChosenAccount } from './choose-accounts.ts';
import { type AccountState, notTried, type OffboardStep, stateOf, stepOf } from './offboard-step.ts';
import { sessionsEnded } from './sessions-ended.ts';

export interface OffboardInput {
  readonly reason?: string | null | undefined;
  /** The same key goes on where the last try stopped: what was done is not done again. */
  readonly idempotencyKey?: string | null | undefined;
  readonly dryRun?: boolean | null | undefined;
}

export interface OffboardRequest {
  readonly services: ActionServices;
  readonly caller: Caller;
  readonly loaders: (directory: string) => DirectoryLoaders;
  readonly accounts: readonly ChosenAccount[];
  readonly input: OffboardInput;
}

export interface OffboardedAccount {
  readonly account: AccountRef;
  readonly state: AccountState;
  /** Why it was left alone; null: it was not. */
  readonly message: string | null;
  readonly steps: readonly OffboardStep[];
}

/**
 * Takes somebody's access away everywhere: blocks sign-in, ends sessions, removes the roles of administrators. Directories at the
 * same time, each account's steps in this order; what fails in one place stops nothing elsewhere, and is tried again by asking
 * again. Each step is an action of its own, with its guards, its read-back and its entry in the ledger.
 */
export async function offboard(request: OffboardRequest): Promise<readonly OffboardedAccount[]> {
  return await Promise.all(
    request.accounts.map(async ({ account, skip }): Promise<OffboardedAccount> => {
      if (skip !== null) return { account, state: 'SKIPPED', message: skip, steps: [] };
      const steps = await stepsOf(request, account);
      return { account, state: stateOf(steps), message: null, steps };
    }),
  );
}

async function stepsOf(request: OffboardRequest, account: AccountRef): Promise<readonly OffboardStep[]> {
  const user = { externalId: account.externalId };
  const block = await take(request, account, suspendUser, { user });
  if (isProtected(block)) {
    const why = 'Nothing else was tried on this account: see why sign-in was not blocked.';
    return [block, notTried('REVOKE_USER_SESSIONS', null, why)];
  }
  const end = await endSessions(request, account, block);
  return [block, end, ...(await takeRoles(request, account))];
}

/** What keeps a vendor from blocking sign-in says nothing against the rest; a guard over the person does. */
function isProtected({ outcome, code }: OffboardStep): boolean {
  return (
    outcome === 'REFUSED' && !['MANAGED_ELSEWHERE', 'NOT_SUPPORTED', 'NOT_POSSIBLE'].includes(code ?? '')
  );
}

async function endSessions(
  request: OffboardRequest,
  account: AccountRef,
  block: OffboardStep,
): Promise<OffboardStep> {
  const { directory, scope } = request.loaders(account.directory);
  if (block.outcome === 'ALREADY' && !directory.can('SESSIONS')) {
    const user = await freshReads(directory, scope)
      .user(account.externalId)
      .catch(() => null);
    // A ledger that cannot be read proves nothing: then they are ended again.
    const isProven = user !== null && (await sessionsEnded(request.services.ledger, user).catch(() => false));
    if (isProven) {
      const message = 'They were ended after sign-in was blocked; the ledger has it.';
      return { ...notTried('REVOKE_USER_SESSIONS', null, message), outcome: 'ALREADY' };
    }
  }
  return await take(request, account, revokeUserSessions, { user: { externalId: account.externalId } });
}

async function takeRoles(request: OffboardRequest, account: AccountRef): Promise<readonly OffboardStep[]> {
  const { directory, scope } = request.loaders(account.directory);
  let roles: readonly AdministratorsRole[];
  try {
    roles = await administratorsRoles(account.externalId, freshReads(directory, scope));
  } catch (error) {
    const said =
      error instanceof UpstreamError ? messageOf(error) : 'something failed in the gateway itself.';
    const why = `Which roles the account holds could not be read: ${said} Ask again.`;
    return [notTried('REMOVE_ROLE_ASSIGNMENT', null, why, 'FAILED')];
  }
  const steps: OffboardStep[] = [];
  // One after the other: they may come through the same group.
  for (const role of roles) {
    const { action, input } = removalOf(account.externalId, role);
    steps.push(await take(request, account, action, input, role));
  }
  return steps;
}

/** Runs one action with a key of its own, so that a repeat of the whole finds what became of it. */
async function take<I extends ActionInput, S>(
  { services, caller, loaders, input: common }: OffboardRequest,
  account: AccountRef,
  action: Action<I, S>,
  input: I,
  role: AdministratorsRole | null = null,
): Promise<OffboardStep> {
  const about = role?.name ?? null;
  const of = loaders(account.directory);
  if (!of.directory.provider.actions.has(action.name))
    return notTried(
      action.name,
      about,
      `Directories of the kind ${of.directory.provider.kind} have no such action.`,
    );
  const { reason, dryRun, idempotencyKey: key } = common;
  const idempotencyKey = key
    ? keyOf([key, account.directory, account.externalId, action.name, role?.assignment.externalId ?? ''])
    : key;
  const request = { ...input, reason, dryRun, idempotencyKey };
  try {
    const result = await runAction({
      action,
      services,
      loaders: of,
      caller,
      input: request,
      // What was refused or failed may have been put right meanwhile: that is what the whole is repeated for.
      keeps: ({ kind }) => kind === 'SUCCESS',
    });
    return stepOf(action.name, about, result);
  } catch (error) {
    // A fault of our own must not take the other directories' results with it.
    services.onLedgerFailure(error, `${action.name} of an offboarding in "${account.directory}"`);
    const why = 'The gateway failed while it was under way. Ask again: it is safe to repeat.';
    return { ...notTried(action.name, about, why, 'FAILED'), code: 'INTERNAL' };
  }
}

/** Keys have a largest length, and parts of any. */
function keyOf(parts: readonly string[]): string {
  return `offboard-${createHash('sha256').update(JSON.stringify(parts)).digest('hex')}`;
}
