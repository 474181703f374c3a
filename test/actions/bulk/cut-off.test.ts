import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { localCaller } from '../../../src/access/caller.ts';
import type { ActionResult } from '../../../src/actions/action-result.ts';
import { versionOf } from '../../../src/actions/differences.ts';
import { earlierRun } from '../../../src/actions/cut-off.ts';
import type { LedgerEntry } from '../../../src/actions/ledger.ts';
import { runAction } from '../../../src/actions/run-action.ts';
import { suspendUser } from '../../../src/actions/users/suspend-user.ts';
import type { Provider } from '../../../src/providers/provider.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.ts';
import { connect, connectionTo } from '../../providers/pingone/support/connect.ts';
import { setStage, type Stage } from '../support/stage.ts';
import { TenantView } from '../support/tenant.ts';

let sandbox: Sandbox;
let provider: Provider;
let tenant: TenantView;
let stage: Stage;
let person: string;
let entry: LedgerEntry;

const before = { status: 'ACTIVE', enabled: true };
const cause = { kind: 'BULK', id: 'operation' } as const;

beforeAll(async () => {
  sandbox = await startSandbox({ users: 60, seed: 3 });
  provider = connect(connectionTo(sandbox));
  tenant = new TenantView(sandbox);
});

beforeEach(async () => {
  [person = ''] = tenant.people(1);
  sandbox.requests.reset();
  stage = setStage(provider);
  // What a gateway leaves that is killed between its intent and the end.
  entry = await stage.ledger.begin({
    actor: 'local',
    action: 'SUSPEND_USER',
    subject: { directory: stage.directory.key, type: 'USER', externalId: person },
    reason: null,
    dryRun: false,
    parameters: null,
    cause,
    before,
    correlationId: 'cut off',
    idempotencyKey: 'bulk/operation/1',
    inverse: 'UNSUSPEND_USER',
  });
});

afterEach(() => {
  tenant.setEnabled(person, true);
});

afterAll(async () => {
  await provider.close();
  await sandbox.close();
});

function resume(effect: typeof suspendUser.effect = 'SET'): Promise<ActionResult> {
  return runAction({
    action: { ...suspendUser, effect },
    services: stage.services,
    loaders: stage.loaders(),
    caller: localCaller,
    input: { user: { externalId: person }, ifVersion: versionOf(before) },
    cause,
    resumes: entry,
  });
}

test('it was done before the gateway was cut off: its own entry says so, and nothing is sent', async () => {
  tenant.setEnabled(person, false);
  expect(await resume()).toMatchObject({ kind: 'SUCCESS', changed: true, entryId: entry.id });
  expect(await stage.ledger.get(entry.id)).toMatchObject({ outcome: 'SUCCEEDED', after: { enabled: false } });
  expect(tenant.writes).toBe(0);
});

test('it was not done: it is sent, and the entry that was cut off is closed', async () => {
  const result = await resume();
  expect(result).toMatchObject({ kind: 'SUCCESS', changed: true });
  expect(await stage.ledger.get(entry.id)).toMatchObject({ outcome: 'FAILED', code: 'CUT_OFF' });
  expect(result.kind === 'SUCCESS' && result.entryId).not.toBe(entry.id);
  expect(tenant.writes).toBe(1);
});

test('what may not be sent twice is not: it is unconfirmed', async () => {
  expect(await resume('TRIGGER')).toMatchObject({ kind: 'UNCONFIRMED', code: 'CUT_OFF', retryable: false });
  expect(await stage.ledger.get(entry.id)).toMatchObject({ outcome: 'UNCONFIRMED', code: 'CUT_OFF' });
  expect(tenant.writes).toBe(0);
});

test('the earlier run of a request is found by its key, and rehearsals are none', async () => {
  const { subject } = entry;
  await stage.ledger.begin({ ...entry, dryRun: true });
  await stage.ledger.begin({ ...entry, idempotencyKey: 'bulk/operation/2' });
  expect(await earlierRun(stage.ledger, { cause: 'operation', subject }, 'bulk/operation/1')).toMatchObject({
    id: entry.id,
  });
  expect(await earlierRun(stage.ledger, { cause: 'operation', subject }, 'bulk/operation/3')).toBeNull();
});
