import { describe, expect, test } from 'vitest';
import {
  createApplication,
  deleteApplication,
  disableApplication,
  enableApplication,
  updateApplication,
} from '../../../src/actions/applications/application-objects.ts';
import { idOf, Theatre } from './support.ts';

const theatre = Theatre.open();
const APPLICATION = '/environments/{environmentId}/applications/{applicationId}';

function payroll(name: string) {
  return {
    name,
    enabled: true,
    protocol: 'OPENID_CONNECT',
    type: 'WEB_APP',
    grantTypes: ['AUTHORIZATION_CODE'],
    responseTypes: ['CODE'],
    redirectUris: ['https://payroll.example.test/back'],
    tokenEndpointAuthMethod: 'CLIENT_SECRET_BASIC',
  };
}

describe('applications', () => {
  test('one is created once; a repeat changes nothing, and another of its name is a conflict', async () => {
    const { stage, sandbox } = theatre;
    const members = payroll('Payroll');
    const first = await stage.act(createApplication, { members, reason: 'New payroll' });
    expect(first).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
      entry: { action: 'CREATE_APPLICATION', inverse: 'DELETE_APPLICATION', outcome: 'SUCCEEDED' },
    });
    expect(theatre.row('applications', idOf(first))).toMatchObject(members);
    const again = await stage.act(createApplication, { members });
    expect(again).toMatchObject({ kind: 'SUCCESS', changed: false, subject: { externalId: idOf(first) } });
    const other = await stage.act(createApplication, { members: { ...members, type: 'SINGLE_PAGE_APP' } });
    expect(other).toMatchObject({ kind: 'CONFLICT', code: 'ALREADY_EXISTS' });
    expect(sandbox.requests.writes).toHaveLength(1);
    const secret = sandbox.world.detail('applications/secret', idOf(first))?.['secret'];
    expect(await theatre.ledgerText()).not.toContain(secret);
    expect(JSON.stringify(first)).not.toContain(secret);
  });

  test('a change keeps what it does not touch, shows the difference, and is taken back', async () => {
    const { stage } = theatre;
    const externalId = idOf(await stage.act(createApplication, { members: payroll('Car hire') }));
    const redirectUris = ['https://travel.example.test/a', 'https://travel.example.test/b'];
    const changed = await stage.act(updateApplication, { externalId, members: { redirectUris } });
    expect(changed).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
      differences: [
        { path: 'redirectUris', before: ['https://payroll.example.test/back'], after: redirectUris },
      ],
    });
    expect(theatre.row('applications', externalId)).toMatchObject({ ...payroll('Car hire'), redirectUris });
    expect(await stage.act(updateApplication, { externalId, members: { redirectUris } })).toMatchObject({
      kind: 'SUCCESS',
      changed: false,
    });
    const undo = changed.entry && updateApplication.undo?.(changed.entry);
    expect(undo).toEqual({
      action: 'UPDATE_APPLICATION',
      input: { externalId, members: { redirectUris: ['https://payroll.example.test/back'] } },
    });
  });

  test('a change against a version that is not the one of now is a conflict with the state of now', async () => {
    const { stage } = theatre;
    const externalId = idOf(await stage.act(createApplication, { members: payroll('Rooms') }));
    const rehearsal = await stage.act(updateApplication, {
      externalId,
      members: { description: 'Rooms' },
      dryRun: true,
    });
    const version = rehearsal.kind === 'SUCCESS' ? rehearsal.version : null;
    Object.assign(theatre.row('applications', externalId), { description: 'Somebody else was here' });
    theatre.sandbox.world.touch();
    const result = await stage.act(updateApplication, {
      externalId,
      members: { description: 'Rooms' },
      ifVersion: version,
    });
    expect(result).toMatchObject({
      kind: 'CONFLICT',
      code: 'CONFLICT',
      state: { description: 'Somebody else was here' },
    });
  });

  test('how it signs people on is set for good', async () => {
    const result = await theatre.stage.act(updateApplication, {
      externalId: 'x',
      members: { protocol: 'SAML' },
    });
    expect(result).toMatchObject({ kind: 'INVALID' });
  });

  test('a new worker gets none of the roles of the gateway, whatever is asked', async () => {
    const { stage, sandbox } = theatre;
    const members = {
      name: 'Night job',
      enabled: true,
      protocol: 'OPENID_CONNECT',
      type: 'WORKER',
      grantTypes: ['CLIENT_CREDENTIALS'],
      tokenEndpointAuthMethod: 'CLIENT_SECRET_BASIC',
    };
    expect(
      await stage.act(createApplication, { members: { ...members, assignActorRoles: true } }),
    ).toMatchObject({ kind: 'INVALID', message: expect.stringContaining('assignRoleToApplication') });
    const externalId = idOf(await stage.act(createApplication, { members }));
    expect(sandbox.requests.writes).toMatchObject([{ body: { assignActorRoles: false } }]);
    expect(theatre.children('applications/roleAssignments', externalId)).toEqual([]);
    expect(await stage.act(createApplication, { members })).toMatchObject({ changed: false });
  });

  test('neither an id nor a secret can be chosen', async () => {
    const { stage } = theatre;
    for (const chosen of [{ clientId: 'mine' }, { clientSecret: 'canary' }]) {
      const created = await stage.act(createApplication, { members: { ...payroll('Chosen'), ...chosen } });
      const updated = await stage.act(updateApplication, { externalId: 'x', members: chosen });
      expect([created.kind, updated.kind]).toEqual(['INVALID', 'INVALID']);
      expect(JSON.stringify([created, updated])).not.toContain('canary');
    }
    expect(theatre.sandbox.requests.total).toBe(0);
  });

  test('off and on again, once each, with the rest as it was', async () => {
    const { stage, sandbox } = theatre;
    const externalId = idOf(await stage.act(createApplication, { members: payroll('Canteen') }));
    const off = await stage.act(disableApplication, { externalId });
    expect(off).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
      differences: [{ path: 'enabled', before: true, after: false }],
      entry: { inverse: 'ENABLE_APPLICATION' },
    });
    expect(theatre.row('applications', externalId)).toMatchObject({ ...payroll('Canteen'), enabled: false });
    expect(await stage.act(disableApplication, { externalId })).toMatchObject({ changed: false });
    expect(off.entry && disableApplication.undo?.(off.entry)).toEqual({
      action: 'ENABLE_APPLICATION',
      input: { externalId },
    });
    expect(await stage.act(enableApplication, { externalId })).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
    });
    expect(theatre.row('applications', externalId)).toMatchObject(payroll('Canteen'));
    expect(sandbox.requests.of(`PUT ${APPLICATION}`)).toBe(2);
  });

  test('a switch whose answer was lost is settled by looking', async () => {
    const { stage, sandbox } = theatre;
    const externalId = idOf(await stage.act(createApplication, { members: payroll('Library') }));
    sandbox.faults.add({
      method: 'PUT',
      route: APPLICATION,
      times: 1,
      fault: { kind: 'reset', applied: true },
    });
    expect(await stage.act(disableApplication, { externalId })).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
    });
    sandbox.faults.clear();
    sandbox.faults.add({ method: 'PUT', route: APPLICATION, fault: { kind: 'status', status: 403 } });
    expect(await stage.act(enableApplication, { externalId })).toMatchObject({
      kind: 'FAILED',
      code: 'FORBIDDEN',
      entry: { outcome: 'FAILED' },
    });
    expect(theatre.row('applications', externalId)['enabled']).toBe(false);
  });

  test("neither the gateway's own nor the provider's are taken away", async () => {
    const { stage, sandbox } = theatre;
    const externalId = sandbox.tenant.worker.clientId;
    for (const run of [
      stage.act(deleteApplication, { externalId }),
      stage.act(disableApplication, { externalId }),
      stage.act(updateApplication, { externalId, members: { enabled: false } }),
    ])
      expect(await run).toMatchObject({ kind: 'REFUSED', code: 'OWN_APPLICATION' });
    const console = theatre.rows('applications').find(({ type }) => type === 'PING_ONE_ADMIN_CONSOLE');
    expect(await stage.act(deleteApplication, { externalId: console?.id ?? '' })).toMatchObject({
      kind: 'REFUSED',
      code: 'NOT_POSSIBLE',
    });
    expect(sandbox.requests.writes).toEqual([]);
  });

  test('deleted is deleted, and a repeat says so', async () => {
    const { stage } = theatre;
    const created = await stage.act(createApplication, { members: payroll('Bicycles') });
    const externalId = idOf(created);
    expect(created.entry && createApplication.undo?.(created.entry)).toEqual({
      action: 'DELETE_APPLICATION',
      input: { externalId },
    });
    expect(await stage.act(deleteApplication, { externalId, dryRun: true })).toMatchObject({ dryRun: true });
    expect(theatre.row('applications', externalId)).toBeDefined();
    expect(await stage.act(deleteApplication, { externalId })).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
    });
    expect(theatre.rows('applications').some(({ id }) => id === externalId)).toBe(false);
    expect(await stage.act(deleteApplication, { externalId })).toMatchObject({
      kind: 'SUCCESS',
      changed: false,
    });
  });
});
