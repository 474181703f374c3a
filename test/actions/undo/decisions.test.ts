import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Caller, localCaller } from '../../../src/access/caller.ts';
import { acceptFinding, withdrawAcceptance } from '../../../src/actions/acceptances/acceptance-actions.ts';
import { changeAcceptance } from '../../../src/actions/acceptances/change-acceptance.ts';
import type { ActionResult } from '../../../src/actions/action-result.ts';
import { changeLink } from '../../../src/actions/links/change-link.ts';
import {
  type LinkAction,
  linkIdentity,
  removeIdentityLink,
  separateIdentity,
} from '../../../src/actions/links/link-actions.ts';
import { undoEntry } from '../../../src/actions/undo/undo-entry.ts';
import type { UndoRequest } from '../../../src/actions/undo/undo-request.ts';
import type { Acceptance } from '../../../src/findings/history/finding-history.ts';
import type { Provider } from '../../../src/providers/provider.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.ts';
import { idOf, lookAt, subjectOf } from '../../findings/history/looks.ts';
import { connect, connectionTo } from '../../providers/pingone/support/connect.ts';
import { callerNamed, setStage, type Stage } from '../support/stage.ts';

const day = 86_400_000;
let sandbox: Sandbox;
let provider: Provider;
let stage: Stage;
let now: Date;
/** Ids of two users of the tenant. */
let alice = '';
let bob = '';

beforeAll(async () => {
  sandbox = await startSandbox({ users: 5, seed: 3 });
  provider = connect(connectionTo(sandbox));
  [alice = '', bob = ''] = sandbox.tenant.collections.get('users')?.keys() ?? [];
});
afterAll(async () => {
  await provider.close();
  await sandbox.close();
});
beforeEach(async () => {
  now = new Date('2026-03-02T12:00:00Z');
  stage = setStage(provider, { now: () => now });
  await look('HIGH');
});

const key = (): string => stage.directory.key;

async function look(severity: 'HIGH' | 'CRITICAL' | 'LOW' | 'ABSENT', about = [alice]): Promise<void> {
  const said = Object.fromEntries(about.map((user) => [user, severity]));
  await stage.services.findings.observe(lookAt(key(), now, said));
}

function later(ms: number): void {
  now = new Date(now.getTime() + ms);
}

async function decide(
  action: typeof acceptFinding,
  { days = 10, reason = 'Replaced in May', user = alice, caller = localCaller } = {},
): Promise<string> {
  const found = (await stage.services.findings.recordsOf([idOf(user, key())])).get(idOf(user, key()));
  if (found === undefined) throw new Error('Expected a finding.');
  const expiresAt = action === acceptFinding ? new Date(now.getTime() + days * day) : null;
  const { services } = stage;
  return entryOf(
    await changeAcceptance({
      action,
      services,
      caller,
      finding: found,
      populationId: null,
      expiresAt,
      input: { reason },
    }),
  );
}

const accept = (options: Parameters<typeof decide>[1] = {}) => decide(acceptFinding, options);
const withdraw = () => decide(withdrawAcceptance);

function entryOf(result: ActionResult): string {
  if (result.kind !== 'SUCCESS') throw new Error(JSON.stringify(result));
  return result.entryId;
}

function undo(
  entryId: string,
  input: UndoRequest['input'] = {},
  caller: Caller = localCaller,
): Promise<ActionResult> {
  return undoEntry({ services: stage.services, loaders: stage.loaders(), caller, entryId, input });
}

async function held(): Promise<Acceptance | null> {
  return (
    (await stage.services.findings.recordsOf([idOf(alice, key())])).get(idOf(alice, key()))?.acceptance ??
    null
  );
}

describe('an acceptance', () => {
  test('is withdrawn by undoing it, which is recorded as that, once', async () => {
    const entry = await accept();
    expect((await stage.ledger.get(entry))?.inverse).toBe('WITHDRAW_ACCEPTANCE');
    const rehearsed = await undo(entry, { dryRun: true });
    expect(rehearsed).toMatchObject({ kind: 'SUCCESS', changed: true, dryRun: true });
    expect(await held()).not.toBeNull();
    const result = await undo(entry, { reason: 'The wrong one', idempotencyKey: 'k' });
    expect(result).toMatchObject({ kind: 'SUCCESS', changed: true, subject: { externalId: alice } });
    expect(await held()).toBeNull();
    expect(await stage.ledger.get(entryOf(result))).toMatchObject({
      action: 'WITHDRAW_ACCEPTANCE',
      outcome: 'SUCCEEDED',
      reason: 'The wrong one',
      cause: { kind: 'UNDO', id: entry },
      inverse: 'ACCEPT_FINDING',
    });
    expect(await undo(entry)).toMatchObject({ kind: 'REFUSED', code: 'ALREADY_UNDONE' });
    expect(await undo(entry, { reason: 'The wrong one', idempotencyKey: 'k' })).toMatchObject({
      replayed: true,
    });
  });

  test('that took the place of another gives that back', async () => {
    await accept({ caller: callerNamed('carol'), reason: 'First', days: 20 });
    const second = await accept({ reason: 'Second', days: 5 });
    later(day);
    await undo(second);
    expect(await held()).toMatchObject({
      by: 'carol',
      reason: 'First',
      expiresAt: new Date('2026-03-22T12:00:00Z'),
    });
  });

  test('that took the place of one which is over meanwhile is withdrawn', async () => {
    await accept({ reason: 'First', days: 1 });
    const second = await accept({ reason: 'Second', days: 9 });
    later(2 * day);
    expect(await undo(second)).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(await held()).toBeNull();
  });

  test('that was withdrawn is restored as it was, by undoing the withdrawal or the undoing', async () => {
    const given = await accept({ caller: callerNamed('carol') });
    const before = await held();
    await undo(await withdraw());
    expect(await held()).toEqual(before);
    // As if nobody had withdrawn it.
    expect(await undo(given, { dryRun: true })).toMatchObject({ kind: 'SUCCESS', changed: true });
    const other = await accept({ reason: 'Anew' });
    const back = entryOf(await undo(other));
    expect(await held()).toMatchObject({ by: 'carol' });
    await undo(back);
    expect(await held()).toMatchObject({ reason: 'Anew' });
  });

  test('whose time is over meanwhile is not restored', async () => {
    await accept({ days: 1 });
    const entry = await withdraw();
    later(2 * day);
    expect(await undo(entry)).toMatchObject({ kind: 'REFUSED', code: 'NO_INVERSE' });
    expect(await held()).toBeNull();
  });

  test('is not touched where it changed since: by time, by somebody, or by the finding itself', async () => {
    const over = await accept({ days: 1 });
    later(2 * day);
    await look('HIGH');
    expect(await undo(over)).toMatchObject({
      kind: 'CONFLICT',
      code: 'UNDO_CONFLICT',
      state: { acceptance: null },
    });
    const first = await accept({ reason: 'First' });
    await accept({ reason: 'Second' });
    expect(await undo(first)).toMatchObject({ code: 'UNDO_CONFLICT' });
    expect(await held()).toMatchObject({ reason: 'Second' });
    const withdrawn = await withdraw();
    later(day);
    await look('CRITICAL');
    expect(await undo(withdrawn)).toMatchObject({ kind: 'CONFLICT' });
    expect(await held()).toBeNull();
  });

  test('is not touched where it was given again in the same words', async () => {
    const first = await accept({ days: 10 });
    await accept({ days: 11 });
    await accept({ days: 10 });
    expect(await undo(first)).toMatchObject({ code: 'UNDO_CONFLICT' });
    expect(await held()).not.toBeNull();
  });

  test('of a finding that became less bad meanwhile can still be taken back', async () => {
    const entry = await accept();
    later(day);
    await look('LOW');
    expect(await undo(entry)).toMatchObject({ kind: 'SUCCESS' });
  });

  test('of another finding about the same user does not stand in the way', async () => {
    const { findings } = stage.services;
    const other = {
      id: 'other',
      ruleId: 'mfa::other',
      subject: subjectOf(alice, key()),
      populationId: null,
      severity: 'LOW',
    } as const;
    await findings.observe({ ...lookAt(key(), now, {}), subject: other.subject, present: [other] });
    const entry = await accept();
    const finding = (await findings.recordsOf(['other'])).get('other');
    if (finding === undefined) throw new Error('Expected the other finding.');
    const { services } = stage;
    entryOf(
      await changeAcceptance({
        action: acceptFinding,
        services,
        caller: localCaller,
        finding,
        populationId: null,
        expiresAt: new Date(now.getTime() + day),
        input: { reason: 'Also' },
      }),
    );
    expect(await undo(entry)).toMatchObject({ kind: 'SUCCESS' });
  });

  test('is taken back and restored only by those who may accept, and by nobody for themselves', async () => {
    const viewer: Caller = { ...localCaller, name: 'viewer', grants: [{ permission: 'finding:read' }] };
    expect(await undo(await accept(), {}, viewer)).toMatchObject({ kind: 'REFUSED', code: 'FORBIDDEN' });
    const self = callerNamed('self', { directory: key(), externalId: alice });
    expect(await undo(await withdraw(), {}, self)).toMatchObject({ kind: 'REFUSED', code: 'SELF' });
    expect(await held()).toBeNull();
    const blind: Caller = { ...localCaller, name: 'blind', grants: [{ permission: 'finding:accept' }] };
    expect(await undo(await accept(), {}, blind)).toMatchObject({ kind: 'NOT_FOUND' });
  });
});

async function say(action: LinkAction, reason: string, caller = localCaller): Promise<string> {
  const [one, other] = [alice, bob].map((externalId) => ({
    directory: key(),
    externalId,
    populationId: null,
  }));
  if (one === undefined || other === undefined) throw new Error('Expected two users.');
  return entryOf(
    await changeLink({ action, services: stage.services, caller, one, other, input: { reason } }),
  );
}

describe('what was said of two accounts', () => {
  test('is taken back by undoing it, and what was said before holds again', async () => {
    const links = async () =>
      (await stage.services.links.list()).map(({ kind, by, reason }) => ({ kind, by, reason }));
    const first = await say(linkIdentity, 'Same badge', callerNamed('carol'));
    const second = await say(separateIdentity, 'Twins');
    expect(await undo(first)).toMatchObject({ kind: 'CONFLICT', code: 'UNDO_CONFLICT' });
    expect(await undo(second)).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(await links()).toEqual([{ kind: 'SAME', by: 'carol', reason: 'Same badge' }]);
    expect(await undo(first)).toMatchObject({ kind: 'SUCCESS' });
    expect(await links()).toEqual([]);
    await say(linkIdentity, 'Same badge');
    const removed = await say(removeIdentityLink, 'Not so');
    expect(await stage.ledger.get(removed)).toMatchObject({ inverse: 'LINK_IDENTITY' });
    await undo(removed);
    expect(await links()).toEqual([{ kind: 'SAME', by: 'local', reason: 'Same badge' }]);
  });

  test('is as not recorded for callers who do not know the directory of one of them', async () => {
    const caller: Caller = {
      ...localCaller,
      name: 'confined',
      grants: localCaller.grants.map((grant) => ({ ...grant, directories: [key()] })),
    };
    const unknown = await undo('00000000-0000-4000-8000-000000000000', {}, caller);
    for (const action of [linkIdentity, removeIdentityLink]) {
      const entry = entryOf(
        await changeLink({
          action,
          services: stage.services,
          caller: localCaller,
          one: { directory: key(), externalId: alice, populationId: null },
          other: { directory: 'hidden', externalId: 'somebody', populationId: null },
          input: {},
        }),
      );
      const { services, loaders } = stage;
      const request = {
        services,
        loaders: loaders(),
        loadersOf: () => null,
        caller,
        entryId: entry,
        input: {},
      };
      const result = await undoEntry(request);
      expect(JSON.stringify(result)).not.toContain('hidden');
      expect(result).toEqual(unknown);
    }
    const own = await say(linkIdentity, 'Same badge');
    expect(await undo(own, {}, caller)).toMatchObject({ kind: 'SUCCESS' });
  });

  test('is taken back only by those who may say it', async () => {
    const viewer: Caller = { ...localCaller, name: 'viewer', grants: [{ permission: 'directory:read' }] };
    expect(await undo(await say(linkIdentity, 'x'), {}, viewer)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await stage.services.links.list()).toHaveLength(1);
  });
});
