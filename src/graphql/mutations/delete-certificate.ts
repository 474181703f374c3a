import { deleteCertificate } from '../../actions/applications/delete-certificate.ts';
import { builder } from '../builder.ts';
import { parseObjectId } from '../global-id.ts';
import { commonInputFields, defineAction } from './define-action.ts';

const DeleteCertificateInput = builder.inputType('DeleteCertificateInput', {
  description: 'What `deleteCertificate` is to do.',
  fields: (t) => ({
    certificate: t.id({ required: true, description: 'Id of the certificate; key pairs are left alone.' }),
    ...commonInputFields(t),
  }),
});

defineAction({
  action: deleteCertificate,
  description:
    'Removes a public certificate. Safe to repeat. The provider refuses it while something uses the certificate.',
  input: DeleteCertificateInput,
  read: ({ certificate, ...rest }) => {
    const { directory, externalId } = parseObjectId(certificate, 'Certificate');
    return { directory, input: { ...rest, certificateId: externalId } };
  },
});
