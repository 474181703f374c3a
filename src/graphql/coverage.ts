import type { Coverage, CoverageSource } from '../model/coverage.ts';
import { builder } from './builder.ts';
import { DirectoryType } from './directory.ts';
import { UnknownReasonEnum } from './fact-enums.ts';

const CoverageStateEnum = builder.enumType('CoverageState', {
  description: 'How much of a directory an answer holds.',
  values: {
    COMPLETE: { description: 'Nothing is missing.' },
    PARTIAL: { description: 'Some of it could not be read.' },
    FAILED: { description: 'Nothing could be read.' },
  } as const,
});

export const CoverageSourceType = builder.objectRef<CoverageSource>('CoverageSource').implement({
  description: "One directory's part in an answer.",
  extensions: { permission: 'public' },
  fields: (t) => ({
    directory: t.field({
      type: DirectoryType,
      nullable: true,
      description: 'The directory.',
      resolve: (source, _args, context) => context.loaders(source.directory).directory,
    }),
    state: t.expose('state', { type: CoverageStateEnum, description: 'How much of it is in the answer.' }),
    reason: t.expose('reason', {
      type: UnknownReasonEnum,
      nullable: true,
      description: 'Why it is not all there.',
    }),
    message: t.exposeString('message', {
      nullable: true,
      description: 'The same for people, with what to do.',
    }),
    observedAt: t.expose('observedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was read; null: it was not.',
    }),
  }),
});

export const CoverageType = builder.objectRef<Coverage>('Coverage').implement({
  description: 'How much of what was asked for an answer really holds. Nothing is left out in silence.',
  extensions: { permission: 'public' },
  fields: (t) => ({
    complete: t.exposeBoolean('complete', { description: 'Whether nothing is missing.' }),
    checked: t.exposeInt('checked', { description: 'Objects that were read.' }),
    unknown: t.exposeInt('unknown', {
      nullable: true,
      description: 'Objects that are missing or unreadable; null when not even their number is known.',
    }),
    sources: t.field({
      type: [CoverageSourceType],
      description: 'The same for each directory.',
      resolve: (coverage) => coverage.sources,
    }),
  }),
});
