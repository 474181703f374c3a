import type { Finding, FindingState, FindingSubjectType } from '../model/finding.ts';
import { ApplicationType } from './application.ts';
import { builder } from './builder.ts';
import type { GatewayContext } from './context.ts';
import { DirectoryType } from './directory.ts';
import { FindingStateEnum } from './finding-enums.ts';
import { FindingType, type FindingOf } from './finding.ts';
import { GroupType } from './group.ts';
import { PopulationType } from './population.ts';
import { UserType } from './user.ts';

const stateArgs = builder.args((t) => ({
  states: t.field({
    type: [FindingStateEnum],
    defaultValue: ['PRESENT', 'UNKNOWN'],
    description:
      'Which answers of rules are wanted. What is unknown is shown unless it is left out on purpose.',
  }),
}));

interface StateArgs {
  readonly states?: readonly FindingState[] | null | undefined;
}

function wanted(findings: readonly Finding[], { states }: StateArgs): readonly Finding[] {
  const chosen = new Set<FindingState>(states ?? ['PRESENT', 'UNKNOWN']);
  return findings.filter((finding) => chosen.has(finding.state));
}

async function fromSweep(
  directory: string,
  type: FindingSubjectType,
  externalId: string,
  args: StateArgs,
  context: GatewayContext,
): Promise<readonly Finding[]> {
  const swept = await context.sweepFindings(directory, 'GATED');
  return wanted(swept.ofSubject(type, externalId), args);
}

/** A live evaluation of one user asks for each fact that a rule still needs. */
const liveUserCost = { calls: 6 };
/** A sweep is taken once, in the bulk lane; reading from it costs nothing. */
const sweepCost = { calls: 0 };

builder.objectFields(UserType, (t) => ({
  findings: t.field({
    type: [FindingType],
    description:
      'What is wrong with this user, evaluated now with everything that the rules need. Rules that compare with everybody answer UNKNOWN until there is a sweep of the directory.',
    args: stateArgs,
    extensions: { cost: liveUserCost },
    resolve: async (user, args, context): Promise<FindingOf[]> => {
      const findings = await context.evaluation(user.directory).user(user);
      return wanted(findings, args).map((finding) => ({ type: 'USER', finding, subject: user }));
    },
  }),
}));

builder.objectFields(ApplicationType, (t) => ({
  findings: t.field({
    type: [FindingType],
    description: 'What is wrong with this application, evaluated now.',
    args: stateArgs,
    extensions: { cost: { calls: 5 } },
    resolve: async (application, args, context): Promise<FindingOf[]> => {
      const findings = await context.evaluation(application.directory).application(application);
      return wanted(findings, args).map((finding) => ({
        type: 'APPLICATION',
        finding,
        subject: application,
      }));
    },
  }),
}));

builder.objectFields(GroupType, (t) => ({
  findings: t.field({
    type: [FindingType],
    description: 'What is wrong with this group, from the sweep of its directory.',
    args: stateArgs,
    extensions: { cost: sweepCost },
    resolve: async (group, args, context): Promise<FindingOf[]> => {
      const findings = await fromSweep(group.directory, 'GROUP', group.externalId, args, context);
      return findings.map((finding) => ({ type: 'GROUP', finding, subject: group }));
    },
  }),
}));

builder.objectFields(PopulationType, (t) => ({
  findings: t.field({
    type: [FindingType],
    description: 'What is wrong with this population, from the sweep of its directory.',
    args: stateArgs,
    extensions: { cost: sweepCost },
    resolve: async (population, args, context): Promise<FindingOf[]> => {
      const { directory, externalId } = population;
      const findings = await fromSweep(directory, 'POPULATION', externalId, args, context);
      return findings.map((finding) => ({ type: 'POPULATION', finding, subject: population }));
    },
  }),
}));

builder.objectFields(DirectoryType, (t) => ({
  findings: t.field({
    type: [FindingType],
    description:
      'What is wrong with this directory as a whole, from its sweep. `Query.findings` has everything in it.',
    args: stateArgs,
    extensions: { cost: sweepCost },
    resolve: async (directory, args, context): Promise<FindingOf[]> => {
      const { externalId } = directory.provider;
      const findings = await fromSweep(directory.key, 'DIRECTORY', externalId, args, context);
      return findings.map((finding) => ({ type: 'DIRECTORY', finding, subject: directory }));
    },
  }),
}));
