import { reaches } from '../access/reach.ts';
import type { TimeToResolve } from '../findings/history/finding-history.ts';
import { builder } from './builder.ts';
import { chosenDirectories } from './chosen-directories.ts';
import { SeverityEnum } from './finding-enums.ts';
import { forbidden } from './forbidden.ts';
import { badInput } from './global-id.ts';

const TimeToResolveType = builder.objectRef<TimeToResolve>('TimeToResolve').implement({
  description: 'How long findings of one severity took, and how old the open ones are.',
  extensions: { permission: 'finding:read' },
  fields: (t) => ({
    severity: t.expose('severity', { type: SeverityEnum, description: 'How bad they are.' }),
    resolved: t.exposeInt('resolved', { description: 'How many were resolved in the period.' }),
    medianSeconds: t.exposeFloat('medianSeconds', {
      nullable: true,
      description: 'From the last opening to the look that resolved them; null when there were none.',
    }),
    p90Seconds: t.exposeFloat('p90Seconds', {
      nullable: true,
      description: 'So long at most took nine of ten; null when there were none.',
    }),
    open: t.exposeInt('open', { description: 'How many are open now, accepted ones included.' }),
    openMedianSeconds: t.exposeFloat('openMedianSeconds', {
      nullable: true,
      description: 'Age of the open ones since their last opening; null when there are none.',
    }),
    openP90Seconds: t.exposeFloat('openP90Seconds', {
      nullable: true,
      description: 'So old at most are nine of ten; null when there are none.',
    }),
  }),
});

builder.queryFields((t) => ({
  timeToResolve: t.field({
    type: [TimeToResolveType],
    nullable: true,
    description:
      'How long it took until findings were resolved, by how bad they were; worst first. A finding that came back counts each time.',
    extensions: { permission: 'finding:read', cost: { calls: 0 } },
    args: {
      directory: t.arg.string({ description: 'Key of the one directory; left out: all.' }),
      since: t.arg({ type: 'DateTime', required: true, description: 'Resolved then or later.' }),
      until: t.arg({ type: 'DateTime', description: 'Resolved before; default: until now.' }),
    },
    resolve: (_root, { directory, since, until }, context) => {
      const { caller, actions } = context;
      const period = { since, until: until ?? actions.now() };
      if (period.until <= since) throw badInput('until: expected a moment after `since`.');
      const keys = chosenDirectories(context, directory, 'finding:read')
        .map(({ key }) => key)
        .filter((key) => reaches(caller, 'finding:read', { directory: key }));
      if (keys.length === 0 && context.directories.length > 0) throw forbidden('finding:read');
      return actions.findings.timeToResolve(keys, period);
    },
  }),
}));
