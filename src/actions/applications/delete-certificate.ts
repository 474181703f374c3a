import type { Certificate } from '../../model/policy.ts';
import type { Action, ActionInput } from '../action.ts';
import { sameId } from '../guards/same-id.ts';
import { describeCertificate, forgetCertificates, readCertificates } from './certificate-target.ts';

interface DeleteCertificateInput extends ActionInput {
  /** The provider's id. */
  readonly certificateId: string;
}

/** Removes a public certificate; the provider refuses it while something uses it. Key pairs are left alone. */
export const deleteCertificate: Action<DeleteCertificateInput, Certificate> = {
  name: 'DELETE_CERTIFICATE',
  summary: 'Remove a public certificate.',
  mutation: 'deleteCertificate',
  permission: 'policy:write',
  subjectType: 'CERTIFICATE',
  effect: 'DELETE',
  inverse: null,
  guards: [],
  locate: async ({ certificateId }) => (certificateId === '' ? null : { externalId: certificateId }),
  read: async ({ externalId }, _input, environment) => {
    const rows = await readCertificates(environment);
    return rows.find((row) => sameId(row.externalId, externalId)) ?? null;
  },
  describe: describeCertificate,
  foresee: () => null,
  holds: (certificate) => certificate === null,
  send: async ({ target, before, environment: { provider, context } }) => {
    await provider.applicationWrites.deleteCertificate(before?.externalId ?? target.externalId, context);
    return {};
  },
  forget: forgetCertificates,
};
