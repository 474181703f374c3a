import { controls, remedies } from '../controls.ts';
import { countEvidence, evidence } from '../evidence.ts';
import { fewerThan, undecided } from '../kleene.ts';
import {
  anyGrantSeen,
  holdersOfRoles,
  topAdministratorPolls,
  topAdministrators,
} from '../predicates/head-count.ts';
import { defineRule } from '../rule.ts';

export const tooFewTopAdmins = defineRule<'DIRECTORY'>({
  id: 'admin::too_few_top_admins',
  title: 'Only one top administrator, or none',
  description:
    'Fewer than two accounts can administer the whole directory. When that one is lost or locked, nobody can let it in again.',
  family: 'ADMIN',
  set: 'CORE',
  subject: 'DIRECTORY',
  severity: 'MEDIUM',
  cost: 'C3',
  aboutAdministrators: true,
  frameworks: controls({
    nist80053: ['AC-6(5)'],
    scuba: ['MS.AAD.7.1', 'GWS.COMMONCONTROLS.6.2'],
    cisGoogle: ['1.1.1'],
  }),
  remedies: remedies('assignRoleToUser'),
  settings: ['minTopAdministrators'],
  polls: [...topAdministratorPolls, holdersOfRoles],
  caveats: ['Environments for trying things out need no second one.'],
  scope: () => true,
  holds: (facts) => {
    const few = fewerThan(topAdministrators(facts, 'ALL'), facts.settings.minTopAdministrators);
    if (few !== true) return few;
    // The gateway must hold a role itself to read anything: no role anywhere means that roles are hidden from it.
    const seen = anyGrantSeen(facts);
    return seen === false ? undecided('PERMISSION_DENIED') : seen;
  },
  evidence: ({ settings }) => [
    evidence('minimum', settings.minTopAdministrators),
    evidence('counted', 'accounts'),
  ],
  notes: (facts) => countEvidence('topAdministrators', topAdministrators(facts, 'ALL')),
});
