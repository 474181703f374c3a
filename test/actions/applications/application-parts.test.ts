import { beforeAll, describe, expect, test } from 'vitest';
import {
  createApplicationAttribute,
  createApplicationGrant,
  createSignOnPolicyAssignment,
  deleteApplicationAttribute,
  deleteApplicationGrant,
  deleteSignOnPolicyAssignment,
  updateApplicationAttribute,
  updateApplicationGrant,
  updateSignOnPolicyAssignment,
} from '../../../src/actions/applications/application-parts.ts';
import { idOf, Theatre, there } from './support.ts';

const theatre = Theatre.open();
let parent: string;

beforeAll(() => {
  const application = theatre
    .rows('applications')
    .find(
      ({ id, type }) =>
        type === 'WEB_APP' && theatre.children('applications/signOnPolicyAssignments', id).length === 0,
    );
  parent = there(application ?? theatre.rows('applications').find(({ type }) => type === 'WEB_APP')).id;
  for (const name of ['grants', 'attributes', 'signOnPolicyAssignments'])
    theatre.sandbox.tenant.children.get(`applications/${name}`)?.delete(parent);
  theatre.sandbox.world.touch();
});

function held(name: string) {
  return theatre.children(`applications/${name}`, parent);
}

describe('grants of an application', () => {
  test('given, given otherwise, taken; each once', async () => {
    const { stage, sandbox } = theatre;
    const resource = there(
      theatre.rows('resources').find(({ id }) => theatre.children('resources/scopes', id).length > 1),
    );
    const [first, second] = theatre.children('resources/scopes', resource.id).map(({ id }) => ({ id }));
    const members = { resource: { id: resource.id }, scopes: [there(first)] };

    const given = await stage.act(createApplicationGrant, { parent, members });
    const externalId = idOf(given);
    expect(externalId).toMatch(new RegExp(`^${parent}/`));
    expect(given).toMatchObject({
      changed: true,
      entry: { after: members, inverse: 'DELETE_APPLICATION_GRANT' },
    });
    expect(await stage.act(createApplicationGrant, { parent, members })).toMatchObject({
      changed: false,
      subject: { externalId },
    });
    const scopes = [there(first), there(second)];
    expect(
      await stage.act(createApplicationGrant, { parent, members: { ...members, scopes } }),
    ).toMatchObject({
      kind: 'CONFLICT',
    });

    const changed = await stage.act(updateApplicationGrant, { externalId, members: { scopes } });
    expect(changed).toMatchObject({ changed: true, differences: [{ path: 'scopes' }] });
    expect(changed.entry && updateApplicationGrant.undo?.(changed.entry)).toMatchObject({
      input: { members: { scopes: [first] } },
    });
    expect(held('grants')).toMatchObject([{ scopes }]);

    expect(await stage.act(deleteApplicationGrant, { externalId })).toMatchObject({ changed: true });
    expect(await stage.act(deleteApplicationGrant, { externalId })).toMatchObject({ changed: false });
    expect(held('grants')).toEqual([]);
    expect(sandbox.requests.writes.map(({ status }) => status)).toEqual([201, 200, 204]);
  });
});

describe('sign-on policies of an application', () => {
  test('assigned, put elsewhere, taken; each once', async () => {
    const { stage } = theatre;
    const policy = there(theatre.rows('signOnPolicies')[0]);
    const members = { signOnPolicy: { id: policy.id }, priority: 1 };
    const externalId = idOf(await stage.act(createSignOnPolicyAssignment, { parent, members }));
    expect(await stage.act(createSignOnPolicyAssignment, { parent, members })).toMatchObject({
      changed: false,
    });
    expect(
      await stage.act(updateSignOnPolicyAssignment, { externalId, members: { priority: 3 } }),
    ).toMatchObject({ changed: true, differences: [{ path: 'priority', before: 1, after: 3 }] });
    expect(held('signOnPolicyAssignments')).toMatchObject([{ ...members, priority: 3 }]);
    expect(await stage.act(deleteSignOnPolicyAssignment, { externalId })).toMatchObject({ changed: true });
    expect(await stage.act(deleteSignOnPolicyAssignment, { externalId })).toMatchObject({ changed: false });
    expect(held('signOnPolicyAssignments')).toEqual([]);
  });

  test('a policy that does not exist is refused in words', async () => {
    const members = { signOnPolicy: { id: '00000000-0000-4000-8000-000000000000' }, priority: 1 };
    const result = await theatre.stage.act(createSignOnPolicyAssignment, { parent, members });
    expect(result).toMatchObject({ kind: 'FAILED', message: expect.stringContaining('signOnPolicy') });
    expect(held('signOnPolicyAssignments')).toEqual([]);
  });
});

describe('attributes of an application', () => {
  test('told, told otherwise, not told any more; each once', async () => {
    const { stage } = theatre;
    const members = { name: 'department', value: '${user.department}', required: false };
    const told = await stage.act(createApplicationAttribute, { parent, members });
    const externalId = idOf(told);
    expect(await stage.act(createApplicationAttribute, { parent, members })).toMatchObject({
      changed: false,
    });
    expect(
      await stage.act(createApplicationAttribute, { parent, members: { ...members, required: true } }),
    ).toMatchObject({ kind: 'CONFLICT', code: 'ALREADY_EXISTS' });
    expect(
      await stage.act(updateApplicationAttribute, { externalId, members: { value: '${user.title}' } }),
    ).toMatchObject({
      changed: true,
      differences: [{ path: 'value', before: '${user.department}', after: '${user.title}' }],
    });
    expect(held('attributes')).toMatchObject([{ ...members, value: '${user.title}' }]);
    expect(await stage.act(deleteApplicationAttribute, { externalId })).toMatchObject({ changed: true });
    expect(await stage.act(deleteApplicationAttribute, { externalId })).toMatchObject({ changed: false });
  });

  test('a mapping of the protocol stays, whatever is asked', async () => {
    const { stage, sandbox } = theatre;
    const members = { name: 'sub', value: '${user.id}', required: true };
    const externalId = idOf(await stage.act(createApplicationAttribute, { parent, members }));
    Object.assign(there(held('attributes').find(({ name }) => name === 'sub')), { mappingType: 'CORE' });
    sandbox.world.touch();
    expect(await stage.act(deleteApplicationAttribute, { externalId })).toMatchObject({
      kind: 'REFUSED',
      code: 'NOT_POSSIBLE',
    });
    expect(held('attributes')).toHaveLength(1);
  });
});
