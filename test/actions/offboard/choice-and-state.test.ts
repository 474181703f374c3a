import { array, assert, constantFrom, property } from 'fast-check';
import { expect, it } from 'vitest';
import { chooseAccounts } from '../../../src/actions/offboard/choose-accounts.ts';
import { type OffboardStep, stateOf, type StepEnd } from '../../../src/actions/offboard/offboard-step.ts';
import { sessionsEnded } from '../../../src/actions/offboard/sessions-ended.ts';
import type { LedgerIntent } from '../../../src/actions/ledger.ts';
import { MemoryLedger } from '../../../src/actions/memory-ledger.ts';
import type { IdentityLink } from '../../../src/identities/identity.ts';
import type { ActionName } from '../../../src/model/action.ts';
import { type User, unsaidUser } from '../../../src/model/user.ts';

function user(directory: string, more: Partial<User> = {}): User {
  return { ...unsaidUser, directory, externalId: 'ada', rawStatus: '', observedAt: new Date(0), ...more };
}

function link(directory: string, confidence: IdentityLink['confidence']): IdentityLink {
  return { user: user(directory), matchedBy: 'ALIAS', confidence, evidence: [] };
}

const links = [link('workforce', 'CERTAIN'), link('okta', 'MEDIUM'), link('crm', 'LOW')];

function taken(choice: Partial<Parameters<typeof chooseAccounts>[1]>): readonly string[] {
  const all = {
    named: null,
    primary: 'workforce',
    directories: null,
    includeUncertain: false,
    tellsTies: true,
    ...choice,
  };
  return chooseAccounts(links, all).flatMap(({ account, skip }) =>
    skip === null ? [account.directory] : [],
  );
}

it('leaves accounts alone that may be somebody else, unless they are the one that was named or asked for', () => {
  expect(taken({})).toEqual(['workforce', 'okta']);
  expect(taken({ includeUncertain: true })).toEqual(['workforce', 'okta', 'crm']);
  expect(taken({ named: { directory: 'workforce', externalId: 'ada' } })).toEqual(['workforce', 'okta']);
  expect(taken({ named: { directory: 'crm', externalId: 'ada' } })).toEqual(['crm']);
  expect(taken({ named: { directory: 'crm', externalId: 'ada' }, includeUncertain: true })).toHaveLength(3);
  expect(taken({ directories: new Set(['okta', 'crm']) })).toEqual(['okta']);
  const [, , low] = chooseAccounts(links, {
    named: null,
    primary: null,
    directories: null,
    includeUncertain: false,
    tellsTies: true,
  });
  expect(low?.skip).toContain('includeUncertain');
});

it('closes nobody else because an account says of itself that it is theirs', () => {
  const okta = { directory: 'okta', externalId: 'ada' };
  expect(taken({ named: okta })).toEqual(['okta']);
  expect(taken({ named: okta, primary: null })).toEqual(['okta']);
  expect(taken({ named: okta, includeUncertain: true })).toEqual(['workforce', 'okta', 'crm']);
  const linked = links.map((each) =>
    each.user.directory === 'okta' ? { ...each, matchedBy: 'MANUAL_LINK' as const } : each,
  );
  const chosen = chooseAccounts(linked, {
    named: okta,
    primary: 'workforce',
    directories: null,
    includeUncertain: false,
    tellsTies: true,
  });
  expect(chosen.map(({ skip }) => skip === null)).toEqual([true, true, false]);
});

function step(outcome: StepEnd): OffboardStep {
  const nothing = {
    about: null,
    message: null,
    code: null,
    retryable: false,
    entryId: null,
    replayed: false,
  };
  return { action: 'SUSPEND_USER', outcome, ...nothing };
}

function good(outcome: StepEnd | undefined): boolean {
  return outcome === 'DONE' || outcome === 'ALREADY';
}

it('calls an account done only when sign-in is blocked and nothing that was tried failed', () => {
  const end = constantFrom<StepEnd>('DONE', 'ALREADY', 'REFUSED', 'FAILED', 'UNCONFIRMED', 'SKIPPED');
  assert(
    property(array(end, { minLength: 1, maxLength: 5 }), (ends) => {
      const state = stateOf(ends.map(step));
      const [block, ...others] = ends;
      const isDone = good(block) && others.every((outcome) => good(outcome) || outcome === 'SKIPPED');
      expect(state === 'DONE' || state === 'ALREADY').toBe(isDone);
      const isChanged = state === 'DONE' || state === 'PARTIAL';
      expect(isChanged || !ends.includes('DONE')).toBe(true);
    }),
  );
});

it('says of a rehearsal only what it would do: nothing is DONE where every step WOULD_DO or is so ALREADY', () => {
  const end = constantFrom<StepEnd>('WOULD_DO', 'ALREADY');
  assert(
    property(array(end, { minLength: 1, maxLength: 5 }), (ends) => {
      expect(stateOf(ends.map(step))).toBe(ends.includes('WOULD_DO') ? 'WOULD_DO' : 'ALREADY');
    }),
  );
});

it('takes sessions for ended only when the ledger has it after the block, and nothing changed since', async () => {
  let now = Date.parse('2026-05-04T10:00:00Z');
  const tick = (): Date => new Date((now += 1_000));
  const ledger = new MemoryLedger({ now: tick });
  const record = async (action: ActionName): Promise<void> => {
    const intent: LedgerIntent = {
      actor: 'local',
      action,
      subject: { directory: 'okta', type: 'USER', externalId: 'ada' },
      reason: null,
      dryRun: false,
      parameters: null,
      cause: null,
      before: null,
      correlationId: 'c',
      idempotencyKey: null,
      inverse: null,
    };
    const { id } = await ledger.begin(intent);
    await ledger.settle(id, { outcome: 'SUCCEEDED', after: null, code: null });
  };
  const ada = user('okta', { stateChangedAt: new Date(now) });
  await record('REVOKE_USER_SESSIONS');
  expect(await sessionsEnded(ledger, ada)).toBe(false);
  await record('SUSPEND_USER');
  expect(await sessionsEnded(ledger, ada)).toBe(false);
  await record('REVOKE_USER_SESSIONS');
  expect(await sessionsEnded(ledger, ada)).toBe(true);
  expect(await sessionsEnded(ledger, { ...ada, stateChangedAt: tick() })).toBe(false);
  // Of a directory that does not date its states it is not known.
  expect(await sessionsEnded(ledger, { ...ada, stateChangedAt: null })).toBe(false);
  expect(await sessionsEnded(ledger, { ...ada, directory: 'crm' })).toBe(false);
  await record('UNSUSPEND_USER');
  expect(await sessionsEnded(ledger, ada)).toBe(false);
});
