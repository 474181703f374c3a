import { describe, expect, test } from 'vitest';
import { deleteCertificate } from '../../../src/actions/applications/delete-certificate.ts';
import { importCertificate } from '../../../src/actions/applications/import-certificate.ts';
import { CERTIFICATE } from '../../sandbox/certificate-files.ts';
import { idOf, Theatre, there } from './support.ts';

const theatre = Theatre.open();
const CERTIFICATES = '/environments/{environmentId}/certificates';

const input = { usage: 'ENCRYPTION', pem: CERTIFICATE } as const;

describe('importing a certificate', () => {
  test('it is there afterwards, a repeat leaves it as it is, and another use is another one', async () => {
    const first = await theatre.stage.act(importCertificate, input);
    expect(first).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
      entry: { outcome: 'SUCCEEDED', inverse: 'DELETE_CERTIFICATE', after: { usage: 'ENCRYPTION' } },
    });
    const id = idOf(first);
    expect(theatre.row('certificates', id)).toMatchObject({
      usageType: 'ENCRYPTION',
    });

    const again = await theatre.stage.act(importCertificate, input);
    expect(again).toMatchObject({ kind: 'SUCCESS', changed: false, subject: { externalId: id } });
    expect(theatre.sandbox.requests.of(`POST ${CERTIFICATES}`)).toBe(1);

    const tls = await theatre.stage.act(importCertificate, { ...input, usage: 'SSL_TLS' });
    expect(tls).toMatchObject({ kind: 'SUCCESS', changed: true, entry: { after: { usage: 'SSL_TLS' } } });
    await theatre.stage.act(deleteCertificate, { certificateId: idOf(tls) });
    await theatre.stage.act(deleteCertificate, { certificateId: id });
  });

  test('an answer lost on its way is settled by looking for the certificate', async () => {
    theatre.sandbox.faults.add({
      method: 'POST',
      route: CERTIFICATES,
      times: 1,
      fault: { kind: 'reset', applied: true },
    });
    const result = await theatre.stage.act(importCertificate, input);
    expect(result).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
      subject: { externalId: expect.any(String) },
    });
    expect(theatre.sandbox.requests.of(`POST ${CERTIFICATES}`)).toBe(1);
    expect(await theatre.stage.act(deleteCertificate, { certificateId: idOf(result) })).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
    });
  });

  test('a private key is refused and not repeated in the refusal', async () => {
    const key = ['-----BEGIN PRIVATE KEY-----', 'canary-key', '-----END PRIVATE KEY-----'].join('\n');
    const result = await theatre.stage.act(importCertificate, { ...input, pem: `${CERTIFICATE}\n${key}` });
    expect(result).toMatchObject({ kind: 'INVALID' });
    expect(JSON.stringify(result)).not.toContain('canary-key');
    expect(await theatre.stage.act(importCertificate, { ...input, pem: 'nonsense' })).toMatchObject({
      kind: 'INVALID',
    });
    expect(theatre.sandbox.requests.total).toBe(0);
  });

  test('a rehearsal adds nothing', async () => {
    const result = await theatre.stage.act(importCertificate, { ...input, dryRun: true });
    expect(result).toMatchObject({ kind: 'SUCCESS', dryRun: true, subject: { externalId: '' } });
    expect(theatre.sandbox.requests.writes).toEqual([]);
  });
});

describe('removing a certificate', () => {
  test('what undoes an import removes exactly that one', async () => {
    const imported = await theatre.stage.act(importCertificate, input);
    const undo = imported.entry === null ? null : importCertificate.undo?.(imported.entry);
    expect(undo).toMatchObject({
      action: 'DELETE_CERTIFICATE',
      input: { certificateId: expect.any(String) },
    });
    const certificateId = String(undo?.input['certificateId']);
    expect(await theatre.stage.act(deleteCertificate, { certificateId })).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
      entry: { after: null },
    });
    expect(theatre.rows('certificates').some(({ id }) => id === certificateId)).toBe(false);
    expect(await theatre.stage.act(deleteCertificate, { certificateId })).toMatchObject({
      kind: 'SUCCESS',
      changed: false,
    });
  });

  test('one that an identity provider uses stays, and the answer says so', async () => {
    const imported = await theatre.stage.act(importCertificate, { ...input, usage: 'SIGNING' });
    const certificateId = idOf(imported);
    const idp = there(theatre.rows('identityProviders')[0]);
    const { idpVerification: before } = idp;
    idp['idpVerification'] = { certificates: [{ id: certificateId }] };
    expect(await theatre.stage.act(deleteCertificate, { certificateId })).toMatchObject({
      kind: 'FAILED',
      code: 'CONFLICT',
      entry: { outcome: 'FAILED' },
    });
    idp['idpVerification'] = before;
    expect(await theatre.stage.act(deleteCertificate, { certificateId })).toMatchObject({ kind: 'SUCCESS' });
  });

  test('one whose id is written in capitals is deleted, not taken for gone', async () => {
    const id = idOf(await theatre.stage.act(importCertificate, input));
    expect(await theatre.stage.act(deleteCertificate, { certificateId: id.toUpperCase() })).toMatchObject({
      kind: 'SUCCESS',
      changed: true,
    });
    expect(theatre.rows('certificates').map((row) => row.id)).not.toContain(id);
  });
});
