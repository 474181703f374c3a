import { controls, remedies } from '../controls.ts';
import { evidence } from '../evidence.ts';
import { undecided } from '../kleene.ts';
import { usesGrantType } from '../predicates/app-kind.ts';
import { defineRule } from '../rule.ts';

const SECONDS_OF_A_DAY = 86_400;

export const appRefreshTokenUnbounded = defineRule({
  id: 'app::refresh_token_unbounded',
  title: 'Refresh token chain never ends or replay protection off',
  description:
    'A refresh token of the application can be renewed without end, or used twice unnoticed. Whoever steals one stays signed on for as long as they like.',
  family: 'APPLICATION',
  set: 'EXTENDED',
  subject: 'APPLICATION',
  severity: 'LOW',
  cost: 'C0',
  aboutAdministrators: false,
  frameworks: controls({
    nist80053: ['SC-23', 'IA-11'],
    scuba: ['GWS.COMMONCONTROLS.4.1'],
    attack: ['T1550.001'],
  }),
  remedies: remedies('updateApplication'),
  settings: ['maxRefreshRollingDays'],
  caveats: ['Devices that nobody signs on to again.'],
  scope: ({ application }) => usesGrantType(application, 'REFRESH_TOKEN'),
  holds: ({ application, directory }) => {
    const { oidc } = application;
    if (oidc === null) return undecided('FIELD_NULL');
    const { refreshTokenDuration: duration, refreshTokenRollingDuration: rolling } = oidc;
    const protection = oidc.refreshTokenReplayProtection;
    // PingOne always answers a duration for a full row; a reduced one says nothing of the rest.
    if (duration === null && rolling === null && protection === null) return undecided('FIELD_NULL');
    // PingOne documents that a missing duration means for ever, and a missing protection that it is off.
    return (
      rolling === null ||
      rolling > directory.settings.maxRefreshRollingDays * SECONDS_OF_A_DAY ||
      protection !== true
    );
  },
  evidence: ({ application }) => [
    evidence('refreshTokenRollingSeconds', application.oidc?.refreshTokenRollingDuration ?? null),
    evidence('replayProtection', application.oidc?.refreshTokenReplayProtection ?? null),
  ],
});
