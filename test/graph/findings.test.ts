import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { below, KEY, openGateway, startGateway, type TestGateway } from '../support/gateway.ts';
import type { Coverage, Page } from './answers.ts';

interface Found {
  readonly id: string;
  readonly rule: { readonly id: string; readonly family: string; readonly subjectType: string };
  readonly severity: string;
  readonly state: string;
  readonly unknownReason: string | null;
  readonly subject: { readonly kind: string; readonly id: string; readonly username?: string | null };
  readonly evidence: readonly { readonly label: string; readonly value: string }[];
  readonly remedies: readonly {
    readonly action: string;
    readonly allowed: boolean;
    readonly blockedBy: readonly string[];
  }[];
}

interface Findings {
  readonly findings: Page<Found>;
}

const query = `query ($first: Int!, $after: String, $filter: FindingFilter) {
  findings(first: $first, after: $after, filter: $filter) {
    totalCount coverage { complete checked unknown } pageInfo { hasNextPage endCursor }
    nodes {
      id severity state unknownReason
      rule { id family subjectType } evidence { label value }
      subject { kind: __typename ... on Node { id } ... on User { username } }
    }
  }
}`;
const key = ({ rule, subject }: Found) => `${rule.id} ${subject.id}`;
const severities = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFO'];

async function everything(gateway: TestGateway, filter: object, first = 1000): Promise<readonly Found[]> {
  const found: Found[] = [];
  let after: string | null = null;
  let total: number | null = null;
  do {
    const { data, errors }: { data: Findings; errors: readonly unknown[] } = await gateway.ask<Findings>(
      query,
      { first, after, filter },
    );
    expect(errors).toEqual([]);
    total ??= data.findings.totalCount;
    found.push(...data.findings.nodes);
    after = data.findings.pageInfo.hasNextPage ? data.findings.pageInfo.endCursor : null;
  } while (after !== null);
  expect(found).toHaveLength(total ?? -1);
  return found;
}

describe('findings of a tenant of 200', () => {
  let gateway: TestGateway;
  let all: readonly Found[];

  beforeAll(async () => {
    gateway = await startGateway({ users: 200, reportThreshold: 100 });
    all = await everything(gateway, { states: ['PRESENT', 'UNKNOWN'] });
  });
  afterAll(() => gateway.close());

  it('come from at least thirty rules, ping_identity::admin_no_mfa among them', async () => {
    const { data } = await gateway.ask<{
      rules: readonly { id: string; title: string; description: string | null }[];
    }>('{ rules { id title description severity frameworks { name control } } }');
    const ids = data.rules.map((rule) => rule.id);
    expect(ids).toContain('ping_identity::admin_no_mfa');
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThanOrEqual(30);
    const open = new Set(
      all.filter((finding) => finding.state === 'PRESENT').map((finding) => finding.rule.id),
    );
    expect([...open].filter((id) => !ids.includes(id))).toEqual([]);
    expect(open.size).toBeGreaterThanOrEqual(30);
  });

  it('come worst first, in pages that neither overlap nor leave anything out', async () => {
    const paged = await everything(gateway, { states: ['PRESENT', 'UNKNOWN'] }, 37);
    expect(paged.map((finding) => finding.id)).toEqual(all.map((finding) => finding.id));
    expect(new Set(paged.map((finding) => finding.id)).size).toBe(paged.length);
    const ranks = paged.map((finding) => severities.indexOf(finding.severity));
    expect(ranks).toEqual(ranks.toSorted((one, other) => one - other));
  });

  it('can be narrowed by severity, rule, state and kind of subject, and the filters hold together', async () => {
    const present = all.filter((finding) => finding.state === 'PRESENT');
    const ids = (found: readonly Found[]) => found.map((finding) => finding.id);
    const rules = [...new Set(present.map((finding) => finding.rule.id))].slice(0, 3);
    const cases: readonly (readonly [object, readonly Found[]])[] = [
      [{}, present],
      [
        { severityAtLeast: 'HIGH' },
        present.filter(({ severity }) => ['CRITICAL', 'HIGH'].includes(severity)),
      ],
      [{ severityAtLeast: 'INFO' }, present],
      [{ rules }, present.filter((finding) => rules.includes(finding.rule.id))],
      [{ states: ['UNKNOWN'] }, all.filter(({ state }) => state === 'UNKNOWN')],
      [{ subjectType: 'APPLICATION' }, present.filter(({ subject }) => subject.kind === 'Application')],
      [
        { subjectType: 'USER', severityAtLeast: 'CRITICAL' },
        present.filter(({ subject, severity }) => subject.kind === 'User' && severity === 'CRITICAL'),
      ],
      [{ directory: KEY }, present],
    ];
    for (const [filter, expected] of cases)
      expect(ids(await everything(gateway, filter)), JSON.stringify(filter)).toEqual(ids(expected));
  });

  it('name a subject of the kind that their rule is about, which can be asked for by its id', async () => {
    const typenames = new Map([
      ['USER', 'User'],
      ['GROUP', 'Group'],
      ['APPLICATION', 'Application'],
      ['POPULATION', 'Population'],
      ['DIRECTORY', 'Directory'],
    ]);
    for (const finding of all) expect(finding.subject.kind).toBe(typenames.get(finding.rule.subjectType));
    const oneOfEach = [...new Map(all.map((finding) => [finding.subject.kind, finding.subject.id])).values()];
    expect(oneOfEach.length).toBeGreaterThanOrEqual(4);
    const { data, errors } = await gateway.ask<{ nodes: readonly { id: string }[] }>(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
      { ids: oneOfEach },
    );
    expect(errors).toEqual([]);
    expect(data.nodes.map((node) => node.id)).toEqual(oneOfEach);
  });

  it('say why where they are unknown, and only there', () => {
    for (const { state, unknownReason } of all) expect(unknownReason === null).toBe(state === 'PRESENT');
    const bare = all.filter(({ state, evidence }) => state === 'PRESENT' && evidence.length === 0);
    // Of a grant that is either allowed or not there is nothing more to show than the title.
    expect(bare.filter(({ rule }) => rule.id !== 'app::device_code_flow')).toEqual([]);
  });

  it('cost nothing more while the sweep is young', async () => {
    gateway.sandbox.requests.reset();
    await everything(gateway, {});
    expect(gateway.sandbox.requests.total).toBe(0);
  });

  it('are the same on the subject itself: an administrator without a device has them, with remedies', async () => {
    const finding = all.find(
      ({ rule, state }) => rule.id === 'admin::admin_without_factor' && state === 'PRESENT',
    );
    const { data, errors } = await gateway.ask<{
      user: { isAdministrator: boolean; mfa: { status: string }; findings: readonly Found[] };
    }>(
      `query ($id: ID!) { user(ref: { id: $id }) {
        isAdministrator mfa { status }
        findings { id state severity unknownReason rule { id } subject { kind: __typename ... on Node { id } } remedies { action allowed blockedBy } }
      } }`,
      { id: finding?.subject.id },
    );
    expect(errors).toEqual([]);
    expect(data.user.isAdministrator).toBe(true);
    expect(data.user.mfa.status).not.toBe('ENROLLED');
    const own = data.user.findings.find(({ rule }) => rule.id === 'admin::admin_without_factor');
    expect(own).toMatchObject({
      id: finding?.id,
      severity: finding?.severity,
      state: 'PRESENT',
      subject: { id: finding?.subject.id },
    });
    expect(own?.remedies.map((remedy) => remedy.action)).toContain('suspendUser');
    for (const { allowed, blockedBy } of own?.remedies ?? []) expect(allowed).toBe(blockedBy.length === 0);
  });

  it('of groups, populations and the directory are those of the whole list', async () => {
    for (const typename of ['Group', 'Population', 'Directory']) {
      const subject = all.find((finding) => finding.subject.kind === typename)?.subject.id;
      const { data } = await gateway.ask<{ node: { findings: readonly { id: string }[] } }>(
        `query ($id: ID!) { node(id: $id) { ... on ${typename} { findings { id } } } }`,
        { id: subject },
      );
      const expected = all.filter((finding) => finding.subject.id === subject).map((finding) => finding.id);
      expect(data.node.findings.map((finding) => finding.id).toSorted()).toEqual(expected.toSorted());
    }
  });
});

describe('findings where something may not be read', () => {
  const roleRoutes = /(users\/\{userId\}|groups\/\{groupId\})\/roleAssignments$/;

  it('turn from PRESENT to UNKNOWN, and do not vanish, without the role assignments', async () => {
    const sound = await openGateway({ users: 80 });
    const present = await everything(sound, { states: ['PRESENT'] });
    const gateway = await openGateway({ users: 80 });
    gateway.sandbox.faults.add({
      route: roleRoutes,
      fault: { kind: 'status', status: 403, code: 'ACCESS_FAILED' },
    });
    const all = await everything(gateway, { states: ['PRESENT', 'UNKNOWN'] });
    const states = new Map(all.map((finding) => [key(finding), finding]));
    const ofAdministrators = present.filter(
      ({ rule, subject }) => rule.family === 'ADMIN' && subject.kind === 'User',
    );
    expect(ofAdministrators.length).toBeGreaterThan(0);
    for (const finding of ofAdministrators) {
      expect(states.get(key(finding)), key(finding)).toMatchObject({
        state: 'UNKNOWN',
        unknownReason: 'PERMISSION_DENIED',
      });
    }
  });

  it('are not complete, say how many are undecided, and name the gap', async () => {
    const gateway = await openGateway({ users: 60 });
    gateway.sandbox.faults.add({
      route: roleRoutes,
      fault: { kind: 'status', status: 403, code: 'ACCESS_FAILED' },
    });
    const { data } = await gateway.ask<{ findings: { coverage: Coverage } }>(
      '{ findings { coverage { complete checked unknown sources { state reason message } } } }',
    );
    const { coverage } = data.findings;
    expect(coverage).toMatchObject({ complete: false, sources: [{ state: 'PARTIAL', reason: 'FORBIDDEN' }] });
    expect(coverage.unknown).toBeGreaterThan(0);
    expect(coverage.sources?.[0]?.message).toMatch(/ROLE_ASSIGNMENTS/);
  });

  it.each([
    ['groups', 'Group'],
    ['populations', 'Population'],
  ])(
    'are evaluated now on an object of %s that the sweep did not see, not left out',
    async (collection, typename) => {
      const gateway = await openGateway({ users: 40 });
      const disarm = gateway.sandbox.faults.add({
        route: below(collection),
        fault: { kind: 'status', status: 403, code: 'ACCESS_FAILED' },
      });
      await gateway.run('findings', { first: 1 });
      disarm();
      const [externalId] = gateway.sandbox.tenant.collections.get(collection)?.keys() ?? [];
      const id = Buffer.from(`${typename}:${KEY}:${externalId}`).toString('base64url');
      const { data } = await gateway.ask<{ node: { findings: readonly object[] } | null }>(
        `query ($id: ID!) { node(id: $id) { ... on ${typename} { findings(states: [PRESENT, UNKNOWN, ABSENT]) { id } } } }`,
        { id },
      );
      expect(data.node?.findings.length).toBeGreaterThan(0);
    },
  );

  it('are null with an error or incomplete where the users themselves may not be read', async () => {
    const gateway = await openGateway({ users: 40 });
    gateway.sandbox.faults.add({
      route: below('users'),
      fault: { kind: 'status', status: 403, code: 'ACCESS_FAILED' },
    });
    const { data } = await gateway.ask<{ findings: { coverage: Coverage } }>(
      '{ findings { coverage { complete unknown } } }',
    );
    expect(data.findings.coverage.complete).toBe(false);
  });
});

it('every administrator has ping_identity::admin_no_mfa where nothing enforces a second factor for them', async () => {
  const gateway = await openGateway({ users: 80 });
  const { tenant, world } = gateway.sandbox;
  tenant.settings.set('adminConfig', {
    ...tenant.settings.get('adminConfig'),
    mfaStatus: 'DISABLED',
    authenticationMethod: 'PINGONE',
  });
  world.touch();
  const found = await everything(gateway, { rules: ['ping_identity::admin_no_mfa'] });
  const { data } = await gateway.ask<{ posture: { administrators: { total: number } } }>(
    '{ posture { administrators { total } } }',
  );
  expect(data.posture.administrators.total).toBeGreaterThan(0);
  expect(found).toHaveLength(data.posture.administrators.total);
  expect(new Set(found.map((finding) => finding.subject.id)).size).toBe(found.length);
});

it('a misspelt rule is refused: finding nothing would look like nothing being wrong', async () => {
  const { ask, sandbox } = await openGateway();
  const { errors } = await ask('{ findings(filter: { rules: ["mfa::nope"] }) { totalCount } }');
  expect(errors[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
  expect(errors[0]?.message).toContain('mfa::nope');
  expect(sandbox.requests.total).toBe(0);
});
