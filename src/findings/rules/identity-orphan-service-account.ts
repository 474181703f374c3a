import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import type { UserFacts } from '../facts.ts';
import { and, type Truth, undecided } from '../kleene.ts';
import { kindOf, nonHuman, usable } from '../predicates/account.ts';
import { defineRule } from '../rule.ts';

function ownerless({ user, directory }: UserFacts): Truth {
  const { ownerAttribute } = directory.settings;
  if (ownerAttribute === null) return undecided('NOT_CONFIGURED');
  const owner = user.customAttributes[ownerAttribute];
  return owner === undefined || owner === null || (typeof owner === 'string' && owner.trim() === '');
}

export const orphanServiceAccount = defineRule<'USER'>({
  id: 'identity::orphan_service_account',
  title: "Nobody answers for a machine's account",
  description:
    'An account of a machine, or a shared one, names no owner. Nobody can say what it is for, or whether it may be switched off.',
  family: 'IDENTITY',
  set: 'EXTENDED',
  subject: 'USER',
  severity: 'MEDIUM',
  cost: 'C0',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['AC-2'], cis: ['5.5'], iso27001: ['5.16'], owaspNhi: ['NHI1'] }),
  remedies: remedies('updateUser', 'suspendUser'),
  settings: ['ownerAttribute', 'serviceAccountPatterns'],
  caveats: ["A person's account may have been taken for a machine's."],
  scope: (facts) =>
    and(
      () => usable(facts.user),
      () => nonHuman(facts),
    ),
  holds: ownerless,
  evidence: (facts) => [
    evidence('kind', kindOf(facts)),
    evidence('ownerAttribute', facts.directory.settings.ownerAttribute),
  ],
});
