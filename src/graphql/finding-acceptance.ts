import type { Acceptance, Disposition } from '../findings/history/finding-history.ts';
import { builder } from './builder.ts';
import { SeverityEnum } from './finding-enums.ts';

export const DispositionEnum = builder.enumType('FindingDisposition', {
  description: 'What became of a finding.',
  values: {
    OPEN: { description: 'It was seen, and nothing has shown since that it is not so any more.' },
    ACCEPTED: { description: 'Open, and somebody took the risk upon themselves for a time.' },
    RESOLVED: { description: 'A look showed that it is certainly not so any more.' },
  } satisfies Record<Disposition, { description: string }>,
});

export const AcceptanceType = builder.objectRef<Acceptance>('FindingAcceptance').implement({
  description: 'That somebody took the risk of a finding upon themselves, for a time.',
  extensions: { permission: 'finding:read' },
  fields: (t) => ({
    reason: t.exposeString('reason', { description: 'Why.' }),
    by: t.exposeString('by', { description: 'Who.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'From then on it does not hold.' }),
    severity: t.expose('severity', {
      type: SeverityEnum,
      description: 'How bad the finding was then: when it gets worse, the acceptance lapses.',
    }),
  }),
});
