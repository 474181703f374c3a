import { controls, remedies } from '../controls.ts';
import { evidence, masked } from '../evidence.ts';
import { any } from '../kleene.ts';
import { servesCustomers } from '../predicates/account.ts';
import { samePerson } from '../predicates/same-person.ts';
import { defineRule } from '../rule.ts';

export const sharedFactor = defineRule<'USER'>({
  id: 'mfa::shared_factor',
  title: 'Several users share a phone or mailbox as second factor',
  description:
    'A device of this user answers at the same number or address as a device of somebody else. One of them can sign on as the other.',
  family: 'MFA',
  set: 'CORE',
  subject: 'USER',
  severity: 'HIGH',
  cost: 'C3B',
  aboutAdministrators: false,
  frameworks: controls({
    nist80053: ['IA-2(5)', 'IA-5', 'AC-2'],
    cis: ['5.2'],
    iso27001: ['5.16', '5.17'],
    attack: ['T1098.005'],
  }),
  remedies: remedies('deleteMfaDevice'),
  settings: ['defaultCallingCode'],
  caveats: ['Couples and families among customers; one person with two accounts, as far as that is known.'],
  // Families share phones: nothing to find among customers.
  scope: ({ directory }) => !servesCustomers(directory),
  holds: ({ sharedContacts, user }) => any(sharedContacts, ({ other }) => !samePerson(user, other)),
  evidence: ({ sharedContacts, user }) => {
    const shared = sharedContacts.rows.filter(({ other }) => !samePerson(user, other));
    return [
      evidence('otherUsers', new Set(shared.map(({ other }) => other.externalId)).size),
      ...shared
        .slice(0, 5)
        .map(({ device, other }) =>
          evidence(
            'shared',
            `${device.type} ${masked(device.contact ?? '')} with ${other.username ?? other.externalId}`,
          ),
        ),
    ];
  },
});
