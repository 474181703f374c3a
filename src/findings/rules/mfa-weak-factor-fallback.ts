import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import { and } from '../kleene.ts';
import { usable } from '../predicates/account.ts';
import { allowedByDefault } from '../predicates/device-policy.ts';
import { activeTypes, anyActive, strong, weak } from '../predicates/factors.ts';
import { defineRule } from '../rule.ts';

export const weakFactorFallback = defineRule<'USER'>({
  id: 'mfa::weak_factor_fallback',
  title: 'A weak second factor can stand in for a strong one',
  description:
    'The user has a strong device, but also a weak one that the default policy accepts. Whoever attacks picks the weak one.',
  family: 'MFA',
  set: 'EXTENDED',
  subject: 'USER',
  severity: 'LOW',
  cost: 'C3B',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['IA-2(8)'], nist80063: ['Phishing resistance'], attack: ['T1566'] }),
  remedies: remedies('deleteMfaDevice'),
  settings: [],
  caveats: ['The weak factor may be the way back in, on purpose.'],
  scope: ({ user }) => usable(user),
  holds: (facts) =>
    and(
      () => anyActive(facts, strong),
      () =>
        anyActive(facts, (device) =>
          and(
            () => weak(device),
            () => allowedByDefault(facts.directory, device.type),
          ),
        ),
    ),
  evidence: (facts) => [evidence('activeTypes', activeTypes(facts))],
});
