import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import { and, not, undecided } from '../kleene.ts';
import { isEnabled, isInteractive, isOfType } from '../predicates/app-kind.ts';
import { defineRule } from '../rule.ts';

const meantForEverybody = ['PING_ONE_PORTAL', 'PING_ONE_SELF_SERVICE', 'PORTAL_LINK_APP'];

export const appPublicAccess = defineRule({
  id: 'app::public_access',
  title: 'Every user of the environment can open the application',
  description:
    'Everybody in the directory can open the application: it is bound to no group and no role. Whoever is let into the directory is let into the application, too.',
  family: 'APPLICATION',
  set: 'EXTENDED',
  subject: 'APPLICATION',
  severity: 'MEDIUM',
  cost: 'C0',
  aboutAdministrators: false,
  frameworks: controls({
    nist80053: ['AC-3', 'AC-6'],
    cis: ['6.8', '3.3'],
    iso27001: ['8.3'],
    zeroTrust: ['21869'],
  }),
  remedies: remedies('updateApplication'),
  settings: [],
  caveats: ['Tools for the whole organisation are open to everybody in it.'],
  scope: (facts) =>
    and(
      () => not(isOfType(facts, ...meantForEverybody)),
      () => isEnabled(facts.application),
      () => isInteractive(facts.application),
    ),
  holds: ({ application }) => {
    const { adminOnly, groupMatch } = application.accessControl;
    if (adminOnly || groupMatch !== null) return false;
    // PingOne answers reduced rows for its own console: that they name no role says nothing.
    return application.type === 'PING_ONE_ADMIN_CONSOLE' ? undecided('FIELD_NULL') : true;
  },
  evidence: ({ application }) => [
    evidence('protocol', application.protocol),
    evidence('type', application.type),
  ],
});
