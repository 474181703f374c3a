import { byExternalId } from '../directory/by-external-id.ts';
import type { Evaluation } from '../findings/engine.ts';
import type { SweepFindings } from '../findings/evaluate-sweep.ts';
import type { Finding, FindingState, FindingSubjectType } from '../model/finding.ts';
import type { Group } from '../model/group.ts';
import { ApplicationType } from './application.ts';
import { builder } from './builder.ts';
import type { GatewayContext } from './context.ts';
import { DirectoryType } from './directory.ts';
import { FindingStateEnum } from './finding-enums.ts';
import { FindingType, type FindingOf } from './finding.ts';
import { GroupType } from './group.ts';
import { PopulationType } from './population.ts';
import { UserType } from './user.ts';

export const stateArgs = builder.args((t) => ({
  states: t.field({
    type: [FindingStateEnum],
    defaultValue: ['PRESENT', 'UNKNOWN'],
    description:
      'Which answers of rules are wanted. What is unknown is shown unless it is left out on purpose.',
  }),
}));

export interface StateArgs {
  readonly states?: readonly FindingState[] | null | undefined;
}

/** Those in the states that were asked for. */
export function wantedFindings(findings: readonly Finding[], { states }: StateArgs): readonly Finding[] {
  const chosen = new Set<FindingState>(states ?? ['PRESENT', 'UNKNOWN']);
  return findings.filter((finding) => chosen.has(finding.state));
}

/** What the sweep found; a subject that it did not see is evaluated now: no finding would look like nothing wrong. */
async function fromSweep(
  { directory, externalId }: Pick<Group, 'directory' | 'externalId'>,
  type: FindingSubjectType,
  args: StateArgs,
  context: GatewayContext,
  evaluateNow: (evaluation: Evaluation) => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  const swept = await context.sweepFindings(directory, 'GATED');
  const found = swept.ofSubject(type, externalId);
  const isSeen = found.length > 0 || wasSeen(swept, type, externalId);
  return wantedFindings(isSeen ? found : await evaluateNow(context.evaluation(directory)), args);
}

function wasSeen(
  { sweep, populations }: SweepFindings,
  type: FindingSubjectType,
  externalId: string,
): boolean {
  if (type === 'GROUP') return byExternalId(sweep.groups.rows).has(externalId);
  return byExternalId(populations).has(externalId);
}

/** A subject has an answer of each rule about its type; an expectation far below would make findings of findings look cheap. */
const rows = 40;
/** A live evaluation of one user asks for each fact that a rule still needs. */
const liveUserCost = { calls: 6, rows };
/** A sweep is taken once, in the bulk lane; reading from it costs nothing. */
const sweepCost = { calls: 0, rows };

builder.objectFields(UserType, (t) => ({
  findings: t.field({
    type: [FindingType],
    nullable: true,
    description:
      'What is wrong with this user, evaluated now with everything that the rules need. Rules that compare with everybody answer UNKNOWN until there is a sweep of the directory.',
    args: stateArgs,
    extensions: { cost: liveUserCost },
    resolve: async (user, args, context): Promise<FindingOf[]> => {
      const findings = await context.evaluation(user.directory).user(user);
      return wantedFindings(findings, args).map((finding) => ({ type: 'USER', finding, subject: user }));
    },
  }),
}));

builder.objectFields(ApplicationType, (t) => ({
  findings: t.field({
    type: [FindingType],
    nullable: true,
    description: 'What is wrong with this application, evaluated now.',
    args: stateArgs,
    extensions: { cost: { calls: 5, rows } },
    resolve: async (application, args, context): Promise<FindingOf[]> => {
      const findings = await context.evaluation(application.directory).application(application);
      return wantedFindings(findings, args).map((finding) => ({
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
    nullable: true,
    description: 'What is wrong with this group, from the sweep of its directory.',
    args: stateArgs,
    extensions: { cost: sweepCost },
    resolve: async (group, args, context): Promise<FindingOf[]> => {
      const findings = await fromSweep(group, 'GROUP', args, context, (now) => now.group(group));
      return findings.map((finding) => ({ type: 'GROUP', finding, subject: group }));
    },
  }),
}));

builder.objectFields(PopulationType, (t) => ({
  findings: t.field({
    type: [FindingType],
    nullable: true,
    description: 'What is wrong with this population, from the sweep of its directory.',
    args: stateArgs,
    extensions: { cost: sweepCost },
    resolve: async (population, args, context): Promise<FindingOf[]> => {
      const findings = await fromSweep(population, 'POPULATION', args, context, (now) =>
        now.population(population),
      );
      return findings.map((finding) => ({ type: 'POPULATION', finding, subject: population }));
    },
  }),
}));

builder.objectFields(DirectoryType, (t) => ({
  findings: t.field({
    type: [FindingType],
    nullable: true,
    description:
      'What is wrong with this directory as a whole, from its sweep. `Query.findings` has everything in it.',
    args: stateArgs,
    extensions: { cost: sweepCost },
    resolve: async (directory, args, context): Promise<FindingOf[]> => {
      const { externalId } = directory.provider;
      const swept = await context.sweepFindings(directory.key, 'GATED');
      return wantedFindings(swept.ofSubject('DIRECTORY', externalId), args).map((finding) => ({
        type: 'DIRECTORY',
        finding,
        subject: directory,
      }));
    },
  }),
}));
