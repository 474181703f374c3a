import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import { usable } from '../predicates/account.ts';
import { mailKey } from '../predicates/contact.ts';
import { realSourceId } from '../predicates/source-id.ts';
import { defineRule } from '../rule.ts';

export const missingCorrelationKey = defineRule<'USER'>({
  id: 'identity::missing_correlation_key',
  title: 'Nothing ties the account to a person',
  description:
    'The account has no mail address, no id of a source system, and its user name is no address either. Nobody can tell whether its owner still belongs here.',
  family: 'IDENTITY',
  set: 'CORE',
  subject: 'USER',
  severity: 'LOW',
  cost: 'C0',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['IA-4', 'CM-8'], cis: ['5.1'], iso27001: ['5.16'] }),
  remedies: remedies('updateUser'),
  settings: [],
  caveats: ['Accounts of machines need no key.'],
  scope: ({ user }) => usable(user),
  holds: ({ user }) =>
    realSourceId(user.sourceId) === null &&
    realSourceId(user.employeeNumber) === null &&
    user.aliases.every((alias) => mailKey(alias) === null) &&
    (user.email === null || mailKey(user.email) === null) &&
    (user.username === null || mailKey(user.username) === null),
  evidence: ({ user }) => [evidence('username', user.username), evidence('sourceId', user.sourceId)],
});
