import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import { undecided, whether } from '../kleene.ts';
import { speaks } from '../predicates/app-kind.ts';
import { defineRule } from '../rule.ts';
import { olderThanDays } from '../time.ts';

export const appPreviousSecretStillValid = defineRule({
  id: 'app::previous_secret_still_valid',
  title: 'Rotated-out secret still accepted',
  description:
    'A secret that was replaced is still accepted. As long as it is, changing it has not shut anybody out.',
  family: 'APPLICATION',
  set: 'EXTENDED',
  subject: 'APPLICATION',
  severity: 'LOW',
  cost: 'C2',
  aboutAdministrators: false,
  frameworks: controls({ nist80053: ['IA-5'], iso27001: ['5.17'] }),
  remedies: remedies('revokePreviousApplicationSecret'),
  settings: ['previousSecretUseDays'],
  caveats: ['An overlap may be planned.'],
  scope: ({ application }) => speaks(application, 'OPENID_CONNECT'),
  holds: ({ directory, secret }) =>
    whether(secret, (state) => {
      if (!state.hasPrevious) return false;
      return state.previousExpiresAt === null
        ? undecided('FIELD_NULL')
        : state.previousExpiresAt > directory.asOf;
    }),
  evidence: ({ secret }) =>
    secret.state === 'KNOWN'
      ? [
          evidence('previousExpiresAt', secret.value.previousExpiresAt),
          evidence('previousLastUsedAt', secret.value.previousLastUsedAt),
        ]
      : [],
  severityOf: ({ directory, secret }) => {
    if (secret.state !== 'KNOWN') return 'LOW';
    // Used within a week: a client has not been moved to the new one.
    return olderThanDays(
      secret.value.previousLastUsedAt,
      directory.settings.previousSecretUseDays,
      directory.asOf,
      true,
    ) === false
      ? 'MEDIUM'
      : 'LOW';
  },
});
