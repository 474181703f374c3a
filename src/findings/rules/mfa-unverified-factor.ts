import { controls, remedies } from '../controls.ts';
import { ageEvidence, evidence } from '../evidence.ts';
import type { UserFacts } from '../facts.ts';
import { and, any, type Truth, undecided } from '../kleene.ts';
import type { MfaDevice } from '../../model/mfa.ts';
import { defineRule } from '../rule.ts';
import { olderThanDays } from '../time.ts';

function leftPending({ status, createdAt }: MfaDevice, { directory }: UserFacts): Truth {
  return and(
    () => (status === 'UNKNOWN' ? undecided('INVALID_VALUE') : status === 'ACTIVATION_REQUIRED'),
    () =>
      olderThanDays(createdAt, directory.settings.factorPendingDays, directory.asOf, undecided('FIELD_NULL')),
  );
}

export const unverifiedFactor = defineRule<'USER'>({
  id: 'mfa::unverified_factor',
  title: 'Device registered but never activated',
  description:
    'A pairing was begun and never finished. Whoever gets hold of the activation can finish it with a device of their own.',
  family: 'MFA',
  set: 'EXTENDED',
  subject: 'USER',
  severity: 'LOW',
  cost: 'C3B',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['IA-5'], iso27001: ['5.17'], attack: ['T1098.005'] }),
  remedies: remedies('deleteMfaDevice'),
  settings: ['factorPendingDays'],
  caveats: ['The user may be in the middle of registering it.'],
  scope: () => true,
  holds: (facts) => any(facts.devices, (device) => leftPending(device, facts)),
  evidence: (facts) =>
    facts.devices.rows
      .filter((device) => leftPending(device, facts) === true)
      .flatMap(({ externalId, type, createdAt }) => [
        evidence('device', `${type} ${externalId}`),
        ...ageEvidence(createdAt, facts.directory.asOf, facts.directory.settings.factorPendingDays),
      ]),
});
