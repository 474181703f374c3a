import { expect, test } from 'vitest';
import { localCaller } from '../../../src/access/caller.ts';
import type { ActionResult } from '../../../src/actions/action-result.ts';
import {
  createApplication,
  disableApplication,
  updateApplication,
} from '../../../src/actions/applications/application-objects.ts';
import {
  createApplicationAttribute,
  updateApplicationAttribute,
} from '../../../src/actions/applications/application-parts.ts';
import { createIdentityProvider } from '../../../src/actions/applications/identity-provider-actions.ts';
import { importCertificate } from '../../../src/actions/applications/import-certificate.ts';
import { undoEntry } from '../../../src/actions/undo/undo-entry.ts';
import { CERTIFICATE } from '../../sandbox/certificate-files.ts';
import type { Told } from '../support/stage.ts';
import { idOf, Theatre, there } from './support.ts';

const theatre = Theatre.open();

async function undo({ entry }: Told): Promise<ActionResult> {
  const { services, loaders } = theatre.stage;
  return await undoEntry({
    services,
    loaders: loaders(),
    caller: localCaller,
    entryId: there(entry).id,
    input: { reason: 'A mistake' },
  });
}

const link = {
  name: 'Soup of the day',
  enabled: true,
  protocol: 'EXTERNAL_LINK',
  type: 'PORTAL_LINK_APP',
  homePageUrl: 'https://canteen.example.test/',
};

test('what was done to an application is taken back step by step, down to its creation', async () => {
  const { stage } = theatre;
  const created = await stage.act(createApplication, { members: link });
  const externalId = idOf(created);
  const described = await stage.act(updateApplication, { externalId, members: { description: 'Soup' } });
  const off = await stage.act(disableApplication, { externalId });
  const told = await stage.act(createApplicationAttribute, {
    parent: externalId,
    members: { name: 'diet', value: '${user.title}', required: false },
  });
  const retold = await stage.act(updateApplicationAttribute, {
    externalId: idOf(told),
    members: { required: true },
  });

  expect(await undo(retold)).toMatchObject({ kind: 'SUCCESS', changed: true });
  expect(theatre.children('applications/attributes', externalId)).toMatchObject([{ required: false }]);
  expect(await undo(told)).toMatchObject({ kind: 'SUCCESS', changed: true });
  expect(theatre.children('applications/attributes', externalId)).toEqual([]);
  // The switch still lies over it: what has changed since is not overwritten.
  expect(await undo(described)).toMatchObject({ kind: 'CONFLICT', code: 'UNDO_CONFLICT' });
  expect(await undo(off)).toMatchObject({ kind: 'SUCCESS', changed: true });
  expect(await undo(described)).toMatchObject({ kind: 'SUCCESS', changed: true });
  expect(theatre.row('applications', externalId)).toMatchObject(link);
  expect(theatre.row('applications', externalId)['description'] ?? null).toBeNull();
  expect(await undo(created)).toMatchObject({ kind: 'SUCCESS', changed: true });
  expect(theatre.rows('applications').some(({ id }) => id === externalId)).toBe(false);
});

test('a certificate and an identity provider that were added are taken away again', async () => {
  const { stage } = theatre;
  const imported = await stage.act(importCertificate, { usage: 'OUTBOUND_MTLS', pem: CERTIFICATE });
  expect(await undo(imported)).toMatchObject({ kind: 'SUCCESS', changed: true });
  expect(theatre.rows('certificates').some(({ id }) => id === idOf(imported))).toBe(false);
  const provider = await stage.act(createIdentityProvider, {
    members: { name: 'Brief', type: 'GITHUB', enabled: true, clientId: 'x', clientSecret: 'canary' },
  });
  expect(await undo(provider)).toMatchObject({ kind: 'SUCCESS', changed: true });
  expect(theatre.rows('identityProviders').some(({ id }) => id === idOf(provider))).toBe(false);
  expect(await theatre.ledgerText()).not.toContain('canary');
});
