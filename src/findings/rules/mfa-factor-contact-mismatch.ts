import { controls, remedies } from '../controls.ts';
import { evidence, masked } from '../evidence.ts';
import { any } from '../kleene.ts';
import { contactMismatch } from '../predicates/contact-mismatch.ts';
import { defineRule } from '../rule.ts';

export const factorContactMismatch = defineRule<'USER'>({
  id: 'mfa::factor_contact_mismatch',
  title: "Second factor answers at a contact that is not the user's",
  description:
    'A device sends its codes to a number that is not in the profile, or to a mailbox outside the organisation. It may belong to somebody else.',
  family: 'MFA',
  set: 'EXTENDED',
  subject: 'USER',
  severity: 'MEDIUM',
  cost: 'C3B',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['IA-5'], iso27001: ['5.17'], attack: ['T1098.005', 'T1556.006'] }),
  remedies: remedies('deleteMfaDevice'),
  settings: ['defaultCallingCode', 'organizationDomains'],
  caveats: ['Private phone numbers are common.'],
  scope: () => true,
  holds: (facts) => any(facts.devices, (device) => contactMismatch(device, facts)),
  evidence: (facts) =>
    facts.devices.rows
      .filter((device) => contactMismatch(device, facts) === true)
      .map(({ type, contact }) => evidence('device', `${type} ${masked(contact ?? '')}`)),
  // A personal number is common; a mailbox that the organisation does not run is not.
  severityOf: (facts) =>
    facts.devices.rows.some((device) => device.type === 'EMAIL' && contactMismatch(device, facts) === true)
      ? 'MEDIUM'
      : 'LOW',
});
