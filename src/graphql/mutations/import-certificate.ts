import { importCertificate } from '../../actions/applications/import-certificate.ts';
import { builder } from '../builder.ts';
import { CertificateType, CertificateUsageEnum } from '../certificate.ts';
import { badInput } from '../global-id.ts';
import { rowById } from '../listing.ts';
import { commonInputFields, defineAction } from './define-action.ts';

const ImportCertificateInput = builder.inputType('ImportCertificateInput', {
  description: 'What `importCertificate` is to do.',
  fields: (t) => ({
    directory: t.string({ required: true, description: 'Key of the directory.' }),
    usage: t.field({ type: CertificateUsageEnum, required: true, description: 'What it is for.' }),
    pem: t.string({
      required: true,
      description:
        'The certificate in PEM, with its `BEGIN CERTIFICATE` and `END CERTIFICATE` lines. A text with a private key is refused.',
    }),
    ...commonInputFields(t),
  }),
});

defineAction({
  action: importCertificate,
  description:
    'Adds a public certificate, for one use. Safe to repeat: one that is there for that use is left as it is. Nothing uses it until an identity provider or an application is told to.',
  input: ImportCertificateInput,
  read: ({ directory, usage, ...rest }) => {
    if (usage === 'UNKNOWN')
      throw badInput('Expected what the certificate is for, received UNKNOWN: name one of the other usages.');
    return { directory, input: { ...rest, usage } };
  },
  object: {
    field: 'certificate',
    type: CertificateType,
    load: ({ directory, externalId }, context) =>
      rowById(context.loaders(directory).settings.certificates(), externalId),
  },
});
