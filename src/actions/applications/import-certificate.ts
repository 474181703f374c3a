import type { Certificate } from '../../model/policy.ts';
import type { CertificateFile } from '../../providers/application-writes.ts';
import type { Action, ActionInput } from '../action.ts';
import { foreseenOf, isSameCertificate, pemProblem, thumbprintOf } from './certificate-file.ts';
import { describeCertificate, forgetCertificates, readCertificates } from './certificate-target.ts';

type ImportCertificateInput = ActionInput & CertificateFile;

/**
 * Adds a public certificate, for one use. One that is there for that use already is left as it is. Nothing uses it until an
 * identity provider or an application is told to.
 */
export const importCertificate: Action<ImportCertificateInput, Certificate> = {
  name: 'IMPORT_CERTIFICATE',
  summary: 'Add a public certificate.',
  mutation: 'importCertificate',
  permission: 'policy:write',
  subjectType: 'CERTIFICATE',
  effect: 'CREATE',
  inverse: 'DELETE_CERTIFICATE',
  guards: [],
  problem: ({ pem }) => pemProblem(pem),
  locate: async () => ({ externalId: '' }),
  read: async ({ externalId }, input, environment) => {
    const rows = await readCertificates(environment);
    const found =
      externalId === ''
        ? rows.find((row) => isSameCertificate(row, input))
        : rows.find((row) => row.externalId === externalId);
    return found ?? null;
  },
  idOf: ({ externalId }) => externalId,
  describe: describeCertificate,
  foresee: (_before, input) => {
    const { usage, startsAt, expiresAt } = foreseenOf(input);
    return {
      usage,
      startsAt: startsAt?.toISOString() ?? null,
      expiresAt: expiresAt?.toISOString() ?? null,
    };
  },
  parameters: ({ usage, pem }) => ({ usage, sha256: thumbprintOf(pem) }),
  holds: (certificate, input) => certificate !== null && isSameCertificate(certificate, input),
  send: async ({ input: { usage, pem }, environment: { provider, context } }) => {
    const id = await provider.applicationWrites.importCertificate({ usage, pem }, context);
    return id === null ? {} : { createdId: id };
  },
  undo: ({ subject }) => ({ action: 'DELETE_CERTIFICATE', input: { certificateId: subject.externalId } }),
  forget: forgetCertificates,
};
