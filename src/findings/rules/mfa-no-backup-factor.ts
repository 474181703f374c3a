import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import { and, count, fewerThan, moreThan } from '../kleene.ts';
import { usableAdministrator } from '../predicates/administrator.ts';
import { active, activeTypes } from '../predicates/factors.ts';
import { defineRule } from '../rule.ts';

export const noBackupFactor = defineRule<'USER'>({
  id: 'mfa::no_backup_factor',
  title: 'Administrator with a single second factor',
  description:
    'An administrator has exactly one usable device. When it is lost, somebody has to open a way around the second factor.',
  family: 'MFA',
  set: 'EXTENDED',
  subject: 'USER',
  severity: 'INFO',
  cost: 'C3B',
  aboutAdministrators: true,
  frameworks: controls({ nist80053: ['IA-5'] }),
  remedies: remedies('requireMfaEnrollment'),
  settings: [],
  caveats: ['A passkey may be on several devices of its owner.'],
  scope: usableAdministrator,
  holds: ({ devices }) => {
    const usableDevices = count(devices, active);
    return and(
      () => moreThan(usableDevices, 0),
      () => fewerThan(usableDevices, 2),
    );
  },
  evidence: (facts) => [evidence('activeTypes', activeTypes(facts))],
});
