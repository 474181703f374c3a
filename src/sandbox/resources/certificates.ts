import { randomUUID } from 'node:crypto';
import { bodyOf, textIn, valueAt } from '../serve/body.ts';
import { represent } from '../serve/represent.ts';
import { recordChange } from '../serve/write-collection.ts';
import type { Row } from '../tenant.ts';
import { readCertificate } from './certificate-file.ts';
import { inUse, invalidValue } from './checks.ts';
import { configured, EVERY } from './configured.ts';
import type { Call, Collection, JsonObject } from './resource.ts';
import { FORM_TYPE, needsOf } from './resource.ts';

const USAGES = ['ENCRYPTION', 'SIGNING', 'SSL/TLS', 'ISSUANCE', 'OUTBOUND_MTLS'];
const DAY_MS = 86_400_000;

/** Public certificates. Import takes a form and answers 202: the row is there at once all the same. */
const publicCertificates: Collection = configured(
  {
    name: 'certificates',
    id: 'certificateId',
    audit: 'CERTIFICATE',
    verbs: ['list', 'read', 'create', 'remove'],
    needs: needsOf('configuration', 'certmgt', 'certificate'),
  },
  {
    integers: ['serialNumber'],
    createTypes: [FORM_TYPE],
    create: (call) => {
      const body = bodyOf(call);
      const usageType = usageIn(body);
      const { file } = body;
      const found =
        file instanceof Uint8Array || typeof file === 'string'
          ? readCertificate(Buffer.from(file))
          : undefined;
      if (found === undefined) throw invalidValue('file', 'Expected a certificate in PEM or PKCS7.');
      const row: Row = { id: randomUUID(), ...found, usageType, default: false, createdAt: call.world.now() };
      call.world.rows(publicCertificates.store, '', true).set(row.id, row);
      call.world.touch();
      recordChange(publicCertificates, row, call, 'CREATED');
      return {
        status: 202,
        body: represent(publicCertificates, row, call, call.path, false),
        integers: ['serialNumber'],
      };
    },
    shape: withStatus,
    beforeRemove: (row, call) => {
      if (refersTo(call, ['identityProviders'], row.id))
        throw inUse('id', 'The certificate must not be in use.');
    },
  },
);

/** Key pairs; the private half never leaves the service. */
const keys: Collection = configured(
  {
    name: 'keys',
    id: 'keyId',
    audit: 'KEY',
    verbs: EVERY,
    needs: needsOf('configuration', 'certmgt', 'key'),
  },
  {
    integers: ['serialNumber'],
    unique: ['name'],
    required: [
      'name',
      'algorithm',
      'keyLength',
      'signatureAlgorithm',
      'subjectDN',
      'usageType',
      'validityPeriod',
    ],
    readOnly: ['status', 'serialNumber', 'startsAt', 'expiresAt'],
    prepare: (row, call) => {
      const days = Number(row['validityPeriod']);
      if (!Number.isInteger(days) || days < 1)
        throw invalidValue('validityPeriod', 'Expected days, from 1 on.');
      usageIn(row);
      row['issuerDN'] ??= row['subjectDN'];
      row['serialNumber'] = String(BigInt(`0x${randomUUID().replaceAll('-', '').slice(0, 15)}`));
      row['startsAt'] = call.world.now();
      row['expiresAt'] = new Date(call.world.clock() + days * DAY_MS).toISOString();
      row['default'] = row['default'] === true;
    },
    shape: withStatus,
    beforeRemove: (row, call) => {
      if (refersTo(call, ['applications', 'identityProviders'], row.id))
        throw inUse('id', 'The key must not be in use.');
    },
  },
);

function usageIn(body: JsonObject): string {
  const usage = textIn(body, 'usageType');
  if (!USAGES.includes(usage)) throw invalidValue('usageType', 'Expected a known usage.', USAGES);
  return usage;
}

/** A certificate that was imported or made here ages by the clock; the generated ones say their status themselves. */
function withStatus(row: Row, { world }: Call): JsonObject {
  if (row['status'] !== undefined) return row;
  const [start, end] = [Date.parse(String(row['startsAt'])), Date.parse(String(row['expiresAt']))];
  const now = world.clock();
  const ending = end <= now + 30 * DAY_MS ? 'EXPIRING' : 'VALID';
  return { ...row, status: now < start ? 'NOT_YET_VALID' : end <= now ? 'EXPIRED' : ending };
}

const PLACES = ['idpVerification.certificates', 'spVerification.certificates'];
const SINGLE_PLACES = [
  'idpSigning.key.id',
  'spSigning.key.id',
  'spEncryption.certificate.id',
  'idpEncryption.key.id',
];

/** Whether a row of these lists names the certificate or key. */
function refersTo(call: Call, collections: readonly string[], id: string): boolean {
  return collections.some((name) =>
    [...call.world.rows({ kind: 'environment', name }).values()].some(
      (row) =>
        SINGLE_PLACES.some((path) => valueAt(row, path) === id) ||
        PLACES.some((path) => {
          const all = valueAt(row, path);
          return Array.isArray(all) && all.some((one: unknown) => valueAt(one, 'id') === id);
        }),
    ),
  );
}

export const certificates: readonly Collection[] = [publicCertificates, keys];
