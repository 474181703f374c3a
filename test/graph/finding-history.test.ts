import { expect, it, vi } from 'vitest';
import { type Caller, localCaller } from '../../src/access/caller.ts';
import type { Row } from '../../src/sandbox/tenant.ts';
import { lookAt } from '../findings/history/looks.ts';
import { below, KEY } from '../support/gateway.ts';
import { type HistoryStage, openHistory, rule, type Told } from './finding-history-stage.ts';

const day = 86_400_000;
const inDays = (days: number): string => new Date(Date.now() + days * day).toISOString();

async function first({ look }: HistoryStage): Promise<Told & { readonly user: string }> {
  const found = (await look()).find(({ state }) => state === 'PRESENT');
  if (found === undefined || found.subject === null)
    throw new Error('Expected somebody without a second factor.');
  return { ...found, user: found.subject.externalId };
}

function populationOf(user: Row | undefined): string {
  if (user === undefined) throw new Error('Expected a user.');
  return (user['population'] as { readonly id: string }).id;
}

it('a finding is resolved by a device, stays open through a fault, and comes back as the same', async () => {
  const stage = await openHistory();
  const { look, of, pair, unpair, sandbox, events } = stage;
  const found = await first(stage);
  expect(found).toMatchObject({ disposition: 'OPEN', reopenCount: 0, staleSince: null, resolvedAt: null });
  expect(found.firstSeenAt).not.toBeNull();

  const disarm = sandbox.faults.add({
    route: below('users/{userId}/devices'),
    fault: { kind: 'status', status: 403, code: 'ACCESS_FAILED' },
  });
  const during = (await look()).find(({ id }) => id === found.id);
  disarm();
  expect(during).toMatchObject({ state: 'UNKNOWN', disposition: 'OPEN', firstSeenAt: found.firstSeenAt });
  expect(during?.staleSince).not.toBeNull();
  expect(await events({ finding: found.id })).toMatchObject([{ kind: 'OPENED' }]);

  pair(found.user);
  expect((await look()).map(({ id }) => id)).not.toContain(found.id);
  expect(await events({ finding: found.id })).toMatchObject([{ kind: 'RESOLVED', because: 'COMPLIANT' }, {}]);

  unpair(found.user);
  expect((await look()).find(({ id }) => id === found.id)).toMatchObject({
    disposition: 'OPEN',
    reopenCount: 1,
    firstSeenAt: found.firstSeenAt,
    resolvedAt: null,
  });
  expect(await events({ finding: found.id })).toMatchObject([
    { kind: 'REOPENED', subject: { type: 'USER', externalId: found.user }, rule: { id: rule } },
    { kind: 'RESOLVED', because: 'COMPLIANT' },
    { kind: 'OPENED' },
  ]);

  pair(found.user);
  await look();
  const resolved = await of(found.user);
  expect(resolved).toMatchObject({ state: 'ABSENT', disposition: 'RESOLVED', staleSince: null });
  expect(resolved?.resolvedAt).not.toBeNull();
});

it('a user who is gone resolves what was found, unless the list of users was cut short', async () => {
  const stage = await openHistory();
  const { look, events, sandbox } = stage;
  const { id, user } = await first(stage);
  const disarm = sandbox.faults.add({
    route: below('users'),
    fault: { kind: 'status', status: 403, code: 'ACCESS_FAILED' },
  });
  await look().catch(() => []);
  disarm();
  expect(await events({ finding: id })).toMatchObject([{ kind: 'OPENED' }]);
  sandbox.tenant.collections.get('users')?.delete(user);
  sandbox.world.touch();
  await look();
  expect(await events({ finding: id })).toMatchObject([
    { kind: 'RESOLVED', because: 'GONE' },
    { kind: 'OPENED' },
  ]);
});

it('an accepted finding is listed as before, with who accepted it, and has its entries in the ledger', async () => {
  const stage = await openHistory({ database: true });
  const { ask, look, accept, withdraw, events } = stage;
  const { id, user } = await first(stage);
  const input = { finding: id, reason: 'Leaves on Friday', expiresAt: inDays(7) };
  const rehearsal = await accept({ ...input, dryRun: true });
  expect(rehearsal.data.acceptFinding).toMatchObject({ changed: true, dryRun: true, disposition: 'OPEN' });

  const [done, again] = [
    await accept({ ...input, idempotencyKey: 'k' }),
    await accept({ ...input, idempotencyKey: 'k' }),
  ];
  expect(done.errors).toEqual([]);
  expect(done.data.acceptFinding).toMatchObject({
    changed: true,
    replayed: false,
    disposition: 'ACCEPTED',
    acceptance: { by: 'local', reason: 'Leaves on Friday' },
    entry: {
      action: 'ACCEPT_FINDING',
      outcome: 'SUCCEEDED',
      actor: 'local',
      subject: { externalId: user },
      parameters: { finding: id, rule },
    },
  });
  expect(again.data.acceptFinding).toMatchObject({ replayed: true });
  expect((await accept(input)).data.acceptFinding).toMatchObject({
    changed: false,
    entry: { outcome: 'UNCHANGED' },
  });
  expect((await look()).find((finding) => finding.id === id)).toMatchObject({
    state: 'PRESENT',
    disposition: 'ACCEPTED',
    acceptance: { by: 'local', expiresAt: input.expiresAt },
  });
  const listed = async (...dispositions: readonly string[]) =>
    (
      await ask<{ findings: { nodes: readonly { readonly id: string }[] } }>(
        'query ($filter: FindingFilter) { findings(first: 500, depth: FULL, filter: $filter) { nodes { id } } }',
        { filter: { rules: [rule], dispositions } },
      )
    ).data.findings.nodes.map((node) => node.id);
  expect(await listed('ACCEPTED')).toEqual([id]);
  expect(await listed('OPEN')).not.toContain(id);
  expect((await withdraw({ finding: id })).data.withdrawAcceptance).toMatchObject({
    changed: true,
    disposition: 'OPEN',
    acceptance: null,
    entry: { action: 'WITHDRAW_ACCEPTANCE', outcome: 'SUCCEEDED' },
  });
  expect((await withdraw({ finding: id })).data.withdrawAcceptance).toMatchObject({ changed: false });
  const kinds = (await events({ finding: id })).map(({ kind }) => kind);
  expect(kinds).toEqual(['ACCEPTANCE_WITHDRAWN', 'ACCEPTED', 'OPENED']);
});

it('an acceptance ends with its time, and when the finding gets worse', async () => {
  const stage = await openHistory();
  const { accept, actions, events } = stage;
  const found = await first(stage);
  const input = { finding: found.id, reason: 'For now', expiresAt: inDays(30) };
  await accept(input);
  const look = lookAt(KEY, new Date(Date.now() + 1_000), {});
  const subject = { directory: KEY, type: 'USER', externalId: found.user } as const;
  const worse = { id: found.id, ruleId: rule, subject, populationId: null, severity: 'CRITICAL' } as const;
  await actions.findings.observe({ ...look, subject, present: [worse] });
  expect(await events({ finding: found.id, events: ['ACCEPTANCE_LAPSED'] })).toMatchObject([
    { because: 'WORSE' },
  ]);
  await accept(input);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 31 * day });
  try {
    const record = (await actions.findings.recordsOf([found.id])).get(found.id);
    expect(record).toMatchObject({ state: 'OPEN', acceptance: null });
    expect(await events({ finding: found.id, events: ['ACCEPTANCE_LAPSED'] })).toMatchObject([
      { because: 'EXPIRED' },
      { because: 'WORSE' },
    ]);
  } finally {
    vi.useRealTimers();
  }
});

it('what cannot be accepted is refused, and says why', async () => {
  const stage = await openHistory();
  const { accept, look, pair } = stage;
  const { id, user } = await first(stage);
  const said = async (input: object) => (await accept(input)).data.acceptFinding;
  const base = { finding: id, reason: 'For now', expiresAt: inDays(30) };
  expect(await said({ ...base, expiresAt: inDays(366) })).toMatchObject({ __typename: 'InvalidInput' });
  expect(await said({ ...base, expiresAt: inDays(-1) })).toMatchObject({ __typename: 'InvalidInput' });
  expect(await said({ ...base, reason: '' })).toMatchObject({ __typename: 'InvalidInput' });
  expect(await said({ ...base, finding: 'none' })).toMatchObject({ __typename: 'NotFound' });
  pair(user);
  await look();
  expect(await said(base)).toMatchObject({ __typename: 'ActionConflict', code: 'CONFLICT' });
});

it('who listens is told of what a look has changed', async () => {
  const stage = await openHistory();
  const { listen, look, pair, unpair } = stage;
  const { id, user } = await first(stage);
  const listening = await listen(
    'subscription ($filter: FindingChangeFilter) { findingChanged(filter: $filter) { kind finding } }',
    {
      filter: { directory: KEY, rules: [rule], severityAtLeast: 'MEDIUM', events: ['RESOLVED', 'REOPENED'] },
    },
  );
  pair(user);
  await look();
  expect((await listening.next())?.data).toEqual({ findingChanged: { kind: 'RESOLVED', finding: id } });
  unpair(user);
  await look();
  expect((await listening.next())?.data).toEqual({ findingChanged: { kind: 'REOPENED', finding: id } });
});

it('callers of single populations read and accept what is in these, and nothing else', async () => {
  const whole = await openHistory();
  const { user: somebody } = await first(whole);
  const own = populationOf(whole.users().find(({ id }) => id === somebody));
  const grants = localCaller.grants.map((grant) => ({ ...grant, populations: [own] }));
  const caller: Caller = { ...localCaller, name: 'confined', grants };
  const stage = await openHistory({ caller });
  const { look, accept, events, actions, users } = stage;
  await look();
  await actions.findings.settled();
  const { rows } = await actions.findings.list({ rules: [rule] }, { first: 500, after: null });
  const inOwn = new Set(
    users()
      .filter((user) => populationOf(user) === own)
      .map(({ id }) => id),
  );
  const mine = rows.find(({ row }) => inOwn.has(row.subject.externalId))?.row;
  const foreign = rows.find(({ row }) => !inOwn.has(row.subject.externalId))?.row;
  const input = { reason: 'Mine', expiresAt: inDays(1) };
  expect(await events({ rules: [rule] })).toHaveLength(
    rows.filter(({ row }) => inOwn.has(row.subject.externalId)).length,
  );
  expect((await accept({ ...input, finding: mine?.id })).data.acceptFinding).toMatchObject({ changed: true });
  expect((await accept({ ...input, finding: foreign?.id })).data.acceptFinding).toMatchObject({
    __typename: 'NotFound',
  });
  const { errors } = await stage.ask('{ timeToResolve(since: "2020-01-01T00:00:00Z") { severity } }');
  expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
});

it('nobody accepts a finding about themselves', async () => {
  const whole = await openHistory();
  const found = await first(whole);
  const caller: Caller = {
    ...localCaller,
    name: 'themselves',
    user: { directory: whole.directory.key, externalId: found.user },
  };
  const { look, accept } = await openHistory({ caller });
  const others = (await look()).find(({ id, state }) => state === 'PRESENT' && id !== found.id);
  const input = { reason: 'I know me', expiresAt: inDays(1) };
  expect((await accept({ ...input, finding: found.id })).data.acceptFinding).toMatchObject({
    __typename: 'ActionRefused',
    code: 'SELF',
    entry: { outcome: 'REFUSED' },
  });
  expect((await accept({ ...input, finding: others?.id })).data.acceptFinding).toMatchObject({
    changed: true,
  });
});

it('tells how long findings took, by how bad they were', async () => {
  const stage = await openHistory();
  const { look, pair, ask } = stage;
  const { user, severity } = await first(stage);
  pair(user);
  await look();
  const { data } = await ask<{
    timeToResolve: readonly { readonly severity: string; readonly resolved: number }[];
  }>(
    '{ timeToResolve(since: "2020-01-01T00:00:00Z") { severity resolved medianSeconds p90Seconds open openMedianSeconds } }',
  );
  expect(data.timeToResolve.find((row) => row.severity === severity)?.resolved).toBeGreaterThan(0);
});
