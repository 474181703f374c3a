import type { Certificate, Webhook } from '../model/policy.ts';
import { builder } from './builder.ts';
import { DirectoryType } from './directory.ts';
import { localId, objectId } from './global-id.ts';
import { rowById, wholeRows } from './listing.ts';
import { placeInDirectory } from './place.ts';

export const CertificateUsageEnum = builder.enumType('CertificateUsage', {
  description: 'What a certificate is for.',
  values: {
    SIGNING: { description: 'It signs.' },
    ENCRYPTION: { description: 'It encrypts.' },
    SSL_TLS: { description: 'It secures connections.' },
    ISSUANCE: { description: 'It issues other certificates.' },
    OUTBOUND_MTLS: { description: 'It proves the directory to servers that it calls.' },
    UNKNOWN: { description: 'Something that the gateway does not know.' },
  } satisfies Record<Certificate['usage'], { description: string }>,
});

export const CertificateType = builder.objectRef<Certificate>('Certificate');

builder.node(CertificateType, {
  description: 'A certificate, or the public half of a key pair.',
  id: { resolve: localId },
  loadOne: (id, context) => {
    const { directory, externalId } = objectId(id);
    return rowById(context.loaders(directory).settings.certificates(), externalId);
  },
  extensions: { permission: 'directory:read', place: placeInDirectory },
  fields: (t) => ({
    externalId: t.exposeString('externalId', { description: "The provider's id." }),
    name: t.exposeString('name', { description: 'Its name.' }),
    isKeyPair: t.exposeBoolean('isKeyPair', { description: 'Whether the directory holds the private half.' }),
    usage: t.expose('usage', { type: CertificateUsageEnum, description: 'What it is for.' }),
    algorithm: t.exposeString('algorithm', { nullable: true, description: 'Kind of key.' }),
    keyLength: t.exposeInt('keyLength', { nullable: true, description: 'Length of the key in bits.' }),
    signatureAlgorithm: t.exposeString('signatureAlgorithm', {
      nullable: true,
      description: 'How it is signed.',
    }),
    serialNumber: t.exposeString('serialNumber', {
      nullable: true,
      description:
        'Serial number in decimal digits; null when it is longer than the provider could say exactly.',
    }),
    subject: t.exposeString('subject', { nullable: true, description: 'Whose it is.' }),
    issuer: t.exposeString('issuer', { nullable: true, description: 'Who issued it.' }),
    startsAt: t.expose('startsAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it begins to hold.',
    }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', nullable: true, description: 'When it ends.' }),
    status: t.exposeString('status', {
      nullable: true,
      description: "The provider's word, such as `EXPIRING`.",
    }),
    isDefault: t.exposeBoolean('isDefault', {
      nullable: true,
      description: 'Whether it is used where no other is named; null when the provider does not say.',
    }),
  }),
});

export const WebhookType = builder.objectRef<Webhook>('Webhook').implement({
  description: 'Where a directory sends its events. Headers are left out: they may hold secrets.',
  extensions: { permission: 'directory:read' },
  fields: (t) => ({
    externalId: t.exposeString('externalId', { description: "The provider's id." }),
    name: t.exposeString('name', { description: 'Its name.' }),
    enabled: t.exposeBoolean('enabled', { nullable: true, description: 'Whether it is used.' }),
    format: t.exposeString('format', { nullable: true, description: 'Form of the events.' }),
    url: t.exposeString('url', { nullable: true, description: 'Where they go.' }),
    verifiesTls: t.exposeBoolean('verifiesTls', {
      nullable: true,
      description: "Whether the receiver's certificate is checked.",
    }),
  }),
});

builder.objectFields(DirectoryType, (t) => ({
  certificates: t.field({
    type: [CertificateType],
    nullable: true,
    description:
      'Certificates and public halves of its keys; null, with an error, when they could not all be read.',
    extensions: { cost: { calls: 2 } },
    resolve: (directory, _args, context) => wholeRows(context.loaders(directory.key).settings.certificates()),
  }),
  webhooks: t.field({
    type: [WebhookType],
    nullable: true,
    description: 'Where it sends its events; null, with an error, when that could not be read.',
    extensions: { cost: { calls: 1 } },
    resolve: (directory, _args, context) => wholeRows(context.loaders(directory.key).settings.webhooks()),
  }),
}));
