import { controls, remedies } from '../controls.ts';
import { countEvidence, evidence } from '../evidence.ts';
import { moreThan } from '../kleene.ts';
import { topAdministratorPolls, topAdministrators } from '../predicates/head-count.ts';
import { defineRule } from '../rule.ts';

export const tooManyTopAdmins = defineRule<'DIRECTORY'>({
  id: 'admin::too_many_top_admins',
  title: 'Too many top administrators',
  description:
    'More accounts than needed can take over the directory. Each of them is a way in; two to four are enough, and smaller roles serve the rest.',
  family: 'ADMIN',
  set: 'CORE',
  subject: 'DIRECTORY',
  severity: 'HIGH',
  cost: 'C3',
  aboutAdministrators: true,
  frameworks: controls({
    nist80053: ['AC-6(5)'],
    cis: ['5.4', '6.8'],
    iso27001: ['8.2'],
    scuba: ['MS.AAD.7.1', 'GWS.COMMONCONTROLS.6.2'],
    cisM365: ['1.1.3'],
    zeroTrust: ['21812'],
    attack: ['T1098.003'],
  }),
  remedies: remedies('removeRoleAssignment'),
  settings: ['maxTopAdministrators', 'manyTopAdministrators', 'sparedBreakGlass', 'breakGlass'],
  polls: topAdministratorPolls,
  caveats: ['Emergency accounts that are listed are not counted, as many as `sparedBreakGlass` says.'],
  scope: () => true,
  holds: (facts) =>
    moreThan(topAdministrators(facts, 'WITHOUT_BREAK_GLASS'), facts.settings.maxTopAdministrators),
  evidence: ({ settings }) => [
    evidence('maximum', settings.maxTopAdministrators),
    evidence('counted', 'accounts'),
  ],
  notes: (facts) => countEvidence('topAdministrators', topAdministrators(facts, 'WITHOUT_BREAK_GLASS')),
  severityOf: (facts) =>
    moreThan(topAdministrators(facts, 'WITHOUT_BREAK_GLASS'), facts.settings.manyTopAdministrators) === true
      ? 'HIGH'
      : 'MEDIUM',
});
