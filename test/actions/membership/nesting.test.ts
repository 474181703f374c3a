import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { localCaller } from '../../../src/access/caller.ts';
import type { NestingInput } from '../../../src/actions/membership/group-in-group.ts';
import { nestGroup, unnestGroup } from '../../../src/actions/membership/nest-group.ts';
import type { Provider } from '../../../src/providers/provider.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.ts';
import { connect, connectionTo } from '../../providers/pingone/support/connect.ts';
import { callerNamed, setStage, type Stage } from '../support/stage.ts';
import { MembershipView } from './support/memberships.ts';

let sandbox: Sandbox;
let provider: Provider;
let tenant: MembershipView;
let stage: Stage;
let inner: string;
let outer: string;

beforeAll(async () => {
  sandbox = await startSandbox({ users: 30, seed: 3 });
  provider = connect(connectionTo(sandbox));
  tenant = new MembershipView(sandbox);
});

beforeEach(() => {
  tenant.reset();
  inner = tenant.group();
  outer = tenant.group();
  stage = setStage(provider);
  sandbox.requests.reset();
});

afterEach(async () => {
  sandbox.faults.clear();
  await stage.directory.sweeper.stop();
});

afterAll(async () => {
  await provider.close();
  await sandbox.close();
});

const input = (more: Partial<NestingInput> = {}): NestingInput => ({
  group: { externalId: inner },
  parent: { externalId: outer },
  ...more,
});

describe('a group in another', () => {
  test('is put in and taken out, each once, each recorded with what undoes it', async () => {
    const nested = await stage.act(nestGroup, input());
    expect(nested).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
      differences: [{ path: 'nested', before: false, after: true }],
      entry: { action: 'ADD_GROUP_TO_GROUP', subject: { type: 'GROUP', externalId: inner } },
    });
    expect(tenant.isNested(inner, outer)).toBe(true);
    expect(await stage.act(nestGroup, input())).toMatchObject({ changed: false });
    expect(nested.entry === null ? null : nestGroup.undo?.(nested.entry)).toEqual({
      action: 'REMOVE_GROUP_FROM_GROUP',
      input: input(),
    });
    expect(await stage.act(unnestGroup, input({ dryRun: true }))).toMatchObject({
      changed: true,
      dryRun: true,
      differences: [{ path: 'nested', before: true, after: false }],
    });
    const taken = await stage.act(unnestGroup, input());
    expect(taken).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(taken.entry?.before).toEqual(nested.entry?.after);
    expect(tenant.isNested(inner, outer)).toBe(false);
    expect(await stage.act(unnestGroup, input())).toMatchObject({ changed: false });
    expect(tenant.sent).toHaveLength(2);
  });

  test('a ring is refused, over any number of steps, also when two are made at once', async () => {
    const middle = tenant.group();
    tenant.nest(outer, middle);
    tenant.nest(middle, inner);
    for (const parent of [inner, outer])
      expect(await stage.act(nestGroup, input({ parent: { externalId: parent } }))).toMatchObject({
        kind: 'REFUSED',
        code: 'NOT_POSSIBLE',
        blockedBy: ['state'],
        message: expect.stringContaining('members of each other'),
      });
    const [a, b] = [tenant.group(), tenant.group()];
    const both = await Promise.all([
      stage.act(nestGroup, { group: { externalId: a }, parent: { externalId: b } }),
      stage.act(nestGroup, { group: { externalId: b }, parent: { externalId: a } }),
    ]);
    expect(both.map(({ kind }) => kind).toSorted()).toEqual(['REFUSED', 'SUCCESS']);
  });

  test('dynamic, external and missing groups are refused in words', async () => {
    const dynamic = tenant.group({ userFilter: 'enabled eq true' });
    const external = tenant.group({ sourceType: 'IDP', sourceId: 'okta' });
    for (const parent of [dynamic, external, '00000000-0000-4000-8000-000000000000'])
      expect(await stage.act(nestGroup, input({ parent: { externalId: parent } }))).toMatchObject({
        kind: 'REFUSED',
        code: 'NOT_POSSIBLE',
      });
    expect(await stage.act(nestGroup, input({ group: { externalId: external } }))).toMatchObject({
      kind: 'REFUSED',
      code: 'NOT_POSSIBLE',
    });
    const missing = { externalId: '00000000-0000-4000-8000-000000000000' };
    expect(await stage.act(nestGroup, input({ group: missing }))).toMatchObject({ kind: 'NOT_FOUND' });
    expect(tenant.sent).toEqual([]);
  });

  test('what gives roles needs the right to assign them, and nobody gives them to a group of their own', async () => {
    tenant.appoint(outer, 'Identity Data Read Only', 'groups');
    const operator = {
      ...localCaller,
      name: 'operator',
      grants: [{ permission: 'group:member.write' as const }],
    };
    expect(await stage.act(nestGroup, input(), operator)).toMatchObject({
      kind: 'REFUSED',
      blockedBy: ['gives-roles'],
    });
    const [alice = ''] = tenant.people(1);
    tenant.put(alice, inner);
    const me = callerNamed('me', { directory: 'primary', externalId: alice });
    expect(await stage.act(nestGroup, input(), me)).toMatchObject({ kind: 'REFUSED', code: 'SELF' });
    expect(tenant.sent).toEqual([]);
  });

  test('the group through which the last administrator is one is not taken out of the one that gives the role', async () => {
    const [alice = ''] = tenant.people(1);
    tenant.put(alice, inner);
    tenant.nest(inner, outer);
    tenant.appoint(outer, 'Environment Admin', 'groups');
    expect(await stage.act(unnestGroup, input())).toMatchObject({
      kind: 'REFUSED',
      code: 'LAST_ADMINISTRATOR',
    });
    const [bob = ''] = tenant.people(1);
    tenant.put(bob, outer);
    stage = setStage(provider);
    expect(await stage.act(unnestGroup, input())).toMatchObject({ kind: 'SUCCESS', changed: true });
  });

  test('an empty group takes nobody with it, also where there is no administrator at all', async () => {
    tenant.nest(inner, outer);
    tenant.appoint(outer, 'Environment Admin', 'groups');
    expect(await stage.act(unnestGroup, input())).toMatchObject({ kind: 'SUCCESS', changed: true });
  });
});
