import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import type { UserFacts } from '../facts.ts';
import { and, type Truth, undecided } from '../kleene.ts';
import { servesCustomers, usable } from '../predicates/account.ts';
import { domainIn } from '../predicates/affiliation.ts';
import { mailDomain } from '../predicates/contact.ts';
import { defineRule } from '../rule.ts';

/** Mail services where anybody can open a mailbox. */
const consumerDomains: ReadonlySet<string> = new Set([
  'gmail.com',
  'googlemail.com',
  'outlook.com',
  'hotmail.com',
  'live.com',
  'yahoo.com',
  'icloud.com',
  'aol.com',
  'gmx.de',
  'gmx.net',
  'web.de',
  'proton.me',
  'protonmail.com',
  'mail.ru',
  'qq.com',
]);

function unapproved({ user, directory }: UserFacts): Truth {
  const { organizationDomains, partnerDomains } = directory.settings;
  if (organizationDomains.length === 0) return undecided('NOT_CONFIGURED');
  const domain = mailDomain(user.email);
  return domain === null
    ? undecided('FIELD_NULL')
    : !domainIn([...organizationDomains, ...partnerDomains], domain);
}

export const unapprovedEmailDomain = defineRule<'USER'>({
  id: 'identity::unapproved_email_domain',
  title: 'Account on a mail domain that is not approved',
  description:
    'The address of the account is neither of the organisation nor of a partner that the operator named. Its mailbox, and every password reset, is out of reach here.',
  family: 'IDENTITY',
  set: 'EXTENDED',
  subject: 'USER',
  severity: 'LOW',
  cost: 'C0',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['IA-8', 'PS-7'], iso27001: ['5.16'] }),
  remedies: remedies('updateUser', 'moveUserToPopulation'),
  settings: ['organizationDomains', 'partnerDomains'],
  caveats: ['It is only asked where `organizationDomains` is set.'],
  scope: ({ user, directory }) =>
    and(
      () => usable(user),
      () => !servesCustomers(directory),
    ),
  holds: unapproved,
  evidence: ({ user }) => [evidence('mailDomain', mailDomain(user.email))],
  severityOf: ({ user }) => (consumerDomains.has(mailDomain(user.email) ?? '') ? 'MEDIUM' : 'LOW'),
});
