import { describe, expect, test } from 'vitest';
import {
  createSignOnPolicy,
  createSignOnPolicyAction,
  deleteSignOnPolicy,
  deleteSignOnPolicyAction,
  updateSignOnPolicy,
  updateSignOnPolicyAction,
} from '../../../src/actions/settings/sign-on-policy-actions.ts';
import { openWorkshop } from '../objects/workshop.ts';

const shop = openWorkshop();
const steps = (policy: string) => shop.below('signOnPolicies/actions', policy);

describe('sign-on policies', () => {
  test('one becomes the default only when it has a step', async () => {
    const refused = { kind: 'REFUSED', code: 'NOT_POSSIBLE', message: expect.stringContaining('step') };
    expect(
      await shop.stage.act(createSignOnPolicy, { members: { name: 'At_once', default: true } }),
    ).toMatchObject(refused);
    const externalId = await shop.make(createSignOnPolicy, { name: 'Later' });
    const toDefault = { externalId, members: { default: true } };
    expect(await shop.stage.act(updateSignOnPolicy, toDefault)).toMatchObject(refused);
    await shop.make(createSignOnPolicyAction, { type: 'LOGIN', priority: 1 }, externalId);
    const old = shop.rows('signOnPolicies').find((row) => row['default'] === true)?.id ?? '';
    const switched = await shop.stage.act(updateSignOnPolicy, toDefault);
    expect(switched).toMatchObject({
      kind: 'SUCCESS',
      differences: [{ path: 'default', before: false, after: true }],
    });
    expect(await shop.undo(switched)).toBeNull();
    expect(shop.row('signOnPolicies', old)).toMatchObject({ default: false });
    await shop.stage.act(updateSignOnPolicy, { externalId: old, members: { default: true } });
    expect(await shop.stage.act(deleteSignOnPolicy, { externalId })).toMatchObject({ changed: true });
    expect(await shop.stage.act(deleteSignOnPolicy, { externalId })).toMatchObject({ changed: false });
  });

  test('one that applications use is not deleted from under them', async () => {
    const assigned = [...(shop.sandbox.tenant.children.get('applications/signOnPolicyAssignments') ?? [])]
      .flatMap(([, all]) => [...all.values()])
      .map((row) => String(Object(row['signOnPolicy'])['id']));
    const used = assigned.find((id) => shop.row('signOnPolicies', id)?.['default'] !== true) ?? '';
    const result = await shop.stage.act(deleteSignOnPolicy, { externalId: used });
    expect(result).toMatchObject({
      kind: 'REFUSED',
      code: 'NOT_POSSIBLE',
      message: expect.stringContaining('this policy'),
    });
    expect(shop.row('signOnPolicies', used)).toBeDefined();
    shop.sandbox.faults.add({ route: /signOnPolicyAssignments$/, fault: { kind: 'status', status: 403 } });
    expect(await shop.stage.act(deleteSignOnPolicy, { externalId: used })).toMatchObject({
      kind: 'REFUSED',
      code: 'GUARD_UNKNOWN',
    });
    expect(shop.sandbox.requests.writes).toHaveLength(0);
  });
});

describe('steps of sign-on policies', () => {
  test('one is added, found again, changed, put back and taken out; the last one stays', async () => {
    const policy = await shop.make(createSignOnPolicy, { name: 'Two_Steps' });
    const device = shop.named('deviceAuthenticationPolicies', 'Administrators').id;
    await shop.make(createSignOnPolicyAction, { type: 'LOGIN', priority: 1 }, policy);
    const members = {
      type: 'MULTI_FACTOR_AUTHENTICATION',
      priority: 2,
      noDevicesMode: 'BLOCK',
      deviceAuthenticationPolicy: { id: device },
    };
    const externalId = await shop.make(createSignOnPolicyAction, members, policy);
    expect(externalId).toMatch(new RegExp(`^${policy}/`));
    expect(steps(policy)).toHaveLength(2);
    expect(await shop.stage.act(createSignOnPolicyAction, { parent: policy, members })).toMatchObject({
      kind: 'SUCCESS',
      changed: false,
      subject: { externalId },
    });

    expect(await shop.stage.loaders().signOnPolicyActions.load(policy)).toMatchObject({
      rows: { length: 2 },
    });
    const changed = await shop.stage.act(updateSignOnPolicyAction, {
      externalId,
      members: { noDevicesMode: 'BYPASS' },
    });
    expect(changed).toMatchObject({
      kind: 'SUCCESS',
      differences: [{ path: 'noDevicesMode', before: 'BLOCK', after: 'BYPASS' }],
    });
    const { rows } = await shop.stage.loaders().signOnPolicyActions.load(policy);
    expect(rows[1]).toMatchObject({ noDevicesMode: 'BYPASS' });
    expect(await shop.undo(changed)).toMatchObject({ kind: 'SUCCESS', changed: true });
    expect(steps(policy)[1]).toMatchObject(members);

    expect(
      await shop.stage.act(updateSignOnPolicyAction, { externalId, members: { type: 'LOGIN' } }),
    ).toMatchObject({ kind: 'INVALID' });
    expect(await shop.stage.act(deleteSignOnPolicyAction, { externalId })).toMatchObject({ changed: true });
    const last = `${policy}/${steps(policy)[0]?.id ?? ''}`;
    expect(await shop.stage.act(deleteSignOnPolicyAction, { externalId: last })).toMatchObject({
      kind: 'FAILED',
      code: 'CONFLICT',
      message: expect.stringContaining('last action'),
    });
  });

  test('a step of a policy that does not exist is not created', async () => {
    const parent = '00000000-0000-4000-8000-000000000000';
    expect(
      await shop.stage.act(createSignOnPolicyAction, { parent, members: { type: 'LOGIN', priority: 1 } }),
    ).toMatchObject({ kind: 'FAILED', code: 'NOT_FOUND' });
    expect(shop.sandbox.requests.writes).toHaveLength(0);
  });
});
