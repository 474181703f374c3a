import { controls, remedies } from '../controls.ts';
import { and, count, fewerThan, flag } from '../kleene.ts';
import { nameEvidence } from '../predicates/org-evidence.ts';
import { signOnServices } from '../kinds-of-directory.ts';
import { defineRule } from '../rule.ts';

export const orgNoAuditStream = defineRule({
  id: 'org::no_audit_stream',
  title: 'No enabled audit webhook or stream',
  description:
    'What happens in the directory is sent nowhere. PingOne keeps it for a short time, and an attacker has it to themselves.',
  family: 'ORGANIZATION',
  set: 'EXTENDED',
  subject: 'DIRECTORY',
  about: signOnServices,
  severity: 'MEDIUM',
  cost: 'C1',
  aboutAdministrators: false,
  frameworks: controls({
    nist80053: ['AU-6', 'SI-4'],
    cis: ['8.9', '8.2'],
    iso27001: ['8.15'],
    scuba: ['MS.AAD.4.1'],
    stigOkta: ['OKTA-APP-001430'],
    attack: ['T1562.008'],
  }),
  remedies: remedies('createWebhook'),
  settings: [],
  caveats: ['Events may be fetched by somebody else instead of being sent.'],
  scope: () => true,
  holds: ({ webhooks }) =>
    fewerThan(
      count(webhooks, (row) =>
        and(
          () => row.verifiesTls !== false,
          () => flag(row.enabled),
        ),
      ),
      1,
    ),
  evidence: ({ webhooks }) =>
    nameEvidence('withoutTlsCheck', webhooks, (row) => row.enabled === true && row.verifiesTls === false),
});
