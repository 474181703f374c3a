import type { FindingEvent, HistoryPage } from '../findings/history/finding-history.ts';
import { withInstances } from '../findings/index.ts';
import type { FindingSubject, FindingSubjectType } from '../model/finding.ts';
import { builder } from './builder.ts';
import { chosenDirectories } from './chosen-directories.ts';
import { readPageArgs } from './connection.ts';
import type { GatewayContext } from './context.ts';
import { FindingEventKindEnum, FindingEventType, scopesOf } from './finding-event.ts';
import { badInput, decodeGlobalId, objectId } from './global-id.ts';

const FindingHistoryFilterInput = builder.inputType('FindingHistoryFilter', {
  description: 'Which steps are wanted; several members hold together.',
  fields: (t) => ({
    finding: t.id({ description: 'Id of one finding.' }),
    subject: t.id({
      description: 'Id of the user, group, application, population or directory that findings are about.',
    }),
    rules: t.idList({ description: 'Only findings of these rules.' }),
    directory: t.string({ description: 'Key of the one directory.' }),
    since: t.field({ type: 'DateTime', description: 'Then or later.' }),
    until: t.field({ type: 'DateTime', description: 'Before.' }),
    events: t.field({ type: [FindingEventKindEnum], description: 'Only these kinds of steps.' }),
  }),
});

interface HistoryRows extends HistoryPage<FindingEvent> {
  readonly durable: boolean;
}

const HistoryConnection = builder.objectRef<HistoryRows>('FindingHistoryConnection').implement({
  description: 'A page of what became of findings, newest step first.',
  extensions: { permission: 'finding:read' },
  fields: (t) => ({
    nodes: t.field({
      type: [FindingEventType],
      description: 'The steps.',
      resolve: ({ rows }) => rows.map(({ row }) => row),
    }),
    durable: t.exposeBoolean('durable', {
      description: 'Whether the history outlives the process; otherwise it begins with it.',
    }),
    pageInfo: t.field({
      type: builder.pageInfoRef(),
      description: 'Whether there is more.',
      resolve: ({ rows, hasNextPage }) => ({
        hasNextPage,
        hasPreviousPage: false,
        startCursor: rows[0]?.cursor ?? null,
        endCursor: rows.at(-1)?.cursor ?? null,
      }),
    }),
  }),
});

builder.queryFields((t) => ({
  findingHistory: t.field({
    type: HistoryConnection,
    nullable: true,
    description:
      'What became of findings, those that are resolved included; newest first. Findings are seen by looks at whole directories, whenever somebody asks for findings or a posture.',
    extensions: { permission: 'finding:read', cost: { calls: 0 } },
    args: {
      first: t.arg.int({ defaultValue: 20, description: 'How many steps, 1 to 1000.' }),
      after: t.arg.string({ description: 'Where to go on: the `endCursor` of the page before.' }),
      filter: t.arg({ type: FindingHistoryFilterInput, description: 'Which steps are wanted.' }),
    },
    resolve: async (_root, { first, after, filter }, context): Promise<HistoryRows> => {
      const page = { first: readPageArgs({ first }).first, after: after ?? null };
      const keys = chosenDirectories(context, filter?.directory, 'finding:read').map(({ key }) => key);
      const { findings } = context.actions;
      try {
        const found = await findings.events(
          {
            findingId: filter?.finding ?? undefined,
            subject: filter?.subject ? subjectOfId(filter.subject, context) : undefined,
            rules: filter?.rules ? [...withInstances(filter.rules)] : undefined,
            within: scopesOf(context.caller, keys),
            since: filter?.since ?? undefined,
            until: filter?.until ?? undefined,
            kinds: filter?.events ?? undefined,
          },
          page,
        );
        return { ...found, durable: findings.durable };
      } catch (error) {
        if (error instanceof RangeError) throw badInput(error.message);
        throw error;
      }
    },
  }),
}));

const subjectTypes: Readonly<Record<string, FindingSubjectType>> = {
  User: 'USER',
  Group: 'GROUP',
  Application: 'APPLICATION',
  Population: 'POPULATION',
};

/** @throws {GraphQLError} `BAD_USER_INPUT` for the id of what no finding is about. */
function subjectOfId(globalId: string, { directories }: GatewayContext): FindingSubject {
  const { typename, id } = decodeGlobalId(globalId);
  if (typename === 'Directory') {
    const externalId = directories.find(({ key }) => key === id)?.provider.externalId ?? '';
    return { directory: id, type: 'DIRECTORY', externalId };
  }
  const type = Object.hasOwn(subjectTypes, typename) ? subjectTypes[typename] : undefined;
  if (type === undefined)
    throw badInput(
      `subject: expected the id of a User, a Group, an Application, a Population or a Directory; received the id of a ${typename}.`,
    );
  return { ...objectId(id), type };
}
