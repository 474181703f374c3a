import { reaches } from '../access/reach.ts';
import { severities, type Severity } from '../model/finding.ts';
import type { MfaTier } from '../model/mfa.ts';
import type { UserStatus } from '../model/user.ts';
import { failedListing } from '../directory/fact-of.ts';
import { listingCoverage } from '../directory/listing-coverage.ts';
import type { Coverage } from '../model/coverage.ts';
import { acceptedIn } from '../findings/accepted-in.ts';
import { scoreAfterAcceptance } from '../findings/posture.ts';
import { sweptDirectory } from '../findings/swept-posture.ts';
import {
  type ScoredPart,
  type SweptDirectory,
  tenantPosture,
  type TenantPosture,
} from '../findings/tenant-posture.ts';
import { builder } from './builder.ts';
import { chosenDirectories } from './chosen-directories.ts';
import type { GatewayContext } from './context.ts';
import { CoverageType } from './coverage.ts';
import { DirectoryType } from './directory.ts';
import { SeverityEnum } from './finding-enums.ts';
import { forbidden } from './forbidden.ts';
import { MfaTierEnum } from './mfa.ts';
import { UserStatusEnum } from './user-enums.ts';

export const SeverityCountType = builder
  .objectRef<{ severity: Severity; count: number }>('SeverityCount')
  .implement({
    description: 'How many findings are so bad.',
    extensions: { permission: 'finding:read' },
    fields: (t) => ({
      severity: t.expose('severity', { type: SeverityEnum, description: 'How bad.' }),
      count: t.exposeInt('count', { description: 'How many.' }),
    }),
  });

function countsBySeverity(counts: ReadonlyMap<Severity, number>) {
  return severities.map((severity) => ({ severity, count: counts.get(severity) ?? 0 }));
}

export const ScoreType = builder.objectRef<ScoredPart>('PostureScore').implement({
  description:
    'How well a directory or a part of it stands, 0 to 100, as an interval: what is unknown widens it. Weighted by severity; see docs/score.md.',
  extensions: { permission: 'finding:read' },
  fields: (t) => ({
    low: t.float({
      nullable: true,
      description: 'If everything unknown were a finding; null when no rule applies.',
      resolve: ({ posture }) => posture.scoreLow,
    }),
    high: t.float({
      nullable: true,
      description: 'If nothing unknown were a finding; null when no rule applies.',
      resolve: ({ posture }) => posture.scoreHigh,
    }),
    known: t.float({
      nullable: true,
      description: 'From what could be decided alone; null when nothing could.',
      resolve: ({ posture }) => posture.score,
    }),
    afterAcceptance: t.float({
      nullable: true,
      description:
        'What `known` would be without the findings that somebody accepted. The other numbers count them: accepting a risk does not take it away.',
      resolve: async (part, _args, { actions }) => {
        const accepted = await acceptedIn(part, actions.findings);
        return scoreAfterAcceptance(part.counts, (ruleId) => accepted.get(ruleId) ?? 0);
      },
    }),
    coverage: t.float({
      nullable: true,
      description: 'How much of what the rules asked could be decided, 0 to 1.',
      resolve: ({ posture }) => posture.coverage,
    }),
    grade: t.string({
      description:
        'A to E; an open CRITICAL finding caps it at D, an open HIGH one on a top administrator at C. INSUFFICIENT_DATA below a coverage of 0.6.',
      resolve: ({ posture }) => posture.grade,
    }),
    findingsBySeverity: t.field({
      type: [SeverityCountType],
      description: 'The findings that it was counted from, by how bad they are.',
      resolve: ({ findingsBySeverity }) => countsBySeverity(findingsBySeverity),
    }),
  }),
});

const StatusCountType = builder
  .objectRef<{ status: UserStatus; count: number }>('UserStatusCount')
  .implement({
    description: 'How many users are in a state.',
    extensions: { permission: 'finding:read' },
    fields: (t) => ({
      status: t.expose('status', { type: UserStatusEnum, description: 'The state.' }),
      count: t.exposeInt('count', { description: 'How many.' }),
    }),
  });

const TierCountType = builder.objectRef<{ tier: MfaTier; count: number }>('MfaTierCount').implement({
  description: 'How many users have a second factor of a strength.',
  extensions: { permission: 'finding:read' },
  fields: (t) => ({
    tier: t.expose('tier', { type: MfaTierEnum, description: 'The strength.' }),
    count: t.exposeInt('count', { description: 'How many.' }),
  }),
});

const MfaCountsType = builder.objectRef<TenantPosture>('MfaCounts').implement({
  description: 'Second factors of all users, suspended ones too; each user is counted once.',
  extensions: { permission: 'finding:read' },
  fields: (t) => ({
    enrolled: t.int({
      description: 'With a device that can be used.',
      resolve: (posture) => posture.mfaByStatus.get('ENROLLED') ?? 0,
    }),
    notEnrolled: t.int({
      description: 'Certainly without one.',
      resolve: (posture) => posture.mfaByStatus.get('NOT_ENROLLED') ?? 0,
    }),
    disabled: t.int({
      description: 'With the second factor switched off.',
      resolve: (posture) => posture.mfaByStatus.get('DISABLED') ?? 0,
    }),
    unknown: t.int({
      description: 'Of whom it could not be read.',
      resolve: (posture) => posture.mfaByStatus.get('UNKNOWN') ?? 0,
    }),
    byTier: t.field({
      type: [TierCountType],
      description: 'By the strength of the strongest usable device.',
      resolve: (posture) => [...posture.mfaByTier].map(([tier, count]) => ({ tier, count })),
    }),
  }),
});

const AdministratorsType = builder
  .objectRef<TenantPosture['administrators']>('AdministratorCounts')
  .implement({
    description:
      'Administrators whose account can be used: holders of a role of tier 0 or 1, directly or through groups.',
    extensions: { permission: 'finding:read' },
    fields: (t) => ({
      total: t.exposeInt('total', { description: 'Who certainly is one.' }),
      withoutMfa: t.exposeInt('withoutMfa', {
        description:
          'Those of them that certainly have no second factor here, or have it switched off. The rule `admin::admin_without_factor` leaves out whoever signs on at an external identity provider, where a factor may be asked for that nobody here can see: for them it is UNKNOWN (OPAQUE_POLICY).',
      }),
      unknown: t.exposeInt('unknown', {
        description: 'Users of whom the one or the other could not be read.',
      }),
    }),
  });

export const PostureType = builder.objectRef<TenantPosture>('Posture').implement({
  description: 'One look at a directory, or at all of them, counted from their sweeps.',
  extensions: { permission: 'finding:read' },
  fields: (t) => ({
    asOf: t.expose('asOf', { type: 'DateTime', description: 'The moment that ages were measured from.' }),
    coverage: t.field({
      type: CoverageType,
      description:
        'How much of the directories was seen. `checked` and `unknown` count users: the latter those of whom something could not be read. Incomplete, too, when anything else that rules rest on could not be: its source says what.',
      resolve: (posture) => posture.coverage,
    }),
    score: t.expose('score', { type: ScoreType, description: 'In one number, as an interval.' }),
    usersByStatus: t.field({
      type: [StatusCountType],
      description: 'Users by state.',
      resolve: (posture) => [...posture.usersByStatus].map(([status, count]) => ({ status, count })),
    }),
    mfa: t.field({ type: MfaCountsType, description: 'Second factors.', resolve: (posture) => posture }),
    administrators: t.expose('administrators', { type: AdministratorsType, description: 'Administrators.' }),
    findingsBySeverity: t.field({
      type: [SeverityCountType],
      description: 'Findings that are PRESENT, by how bad they are.',
      resolve: (posture) => countsBySeverity(posture.findingsBySeverity),
    }),
  }),
});

/** In the order of the keys, whichever sweep is done first. @throws {UpstreamError} when no directory at all could be swept. */
async function postureFor(keys: readonly string[], context: GatewayContext): Promise<TenantPosture> {
  const looks = await Promise.allSettled(keys.map((key) => lookAt(key, context)));
  const parts = looks.flatMap((look) => (look.status === 'fulfilled' ? [look.value] : []));
  const failed: Coverage[] = [];
  for (const [index, key] of keys.entries()) {
    const look = looks[index];
    if (look?.status !== 'rejected') continue;
    if (parts.length === 0) throw look.reason;
    failed.push(listingCoverage(key, failedListing(look.reason)));
  }
  return tenantPosture(parts, failed, context.scope.asOf);
}

async function lookAt(key: string, context: GatewayContext): Promise<SweptDirectory> {
  return await sweptDirectory(await context.sweepFindings(key, 'GATED'), context.loaders(key));
}

builder.objectFields(DirectoryType, (t) => ({
  posture: t.field({
    type: PostureType,
    nullable: true,
    description: 'One look at this directory; null, with an error, when it could not be swept.',
    extensions: { cost: { calls: 2 } },
    resolve: (directory, _args, context) => postureFor([directory.key], context),
  }),
}));

builder.queryFields((t) => ({
  posture: t.field({
    type: PostureType,
    nullable: true,
    description:
      'One look at all directories, or at one; one that could not be swept is named in the coverage. Null, with an error, when none could.',
    args: { directory: t.arg.string({ description: 'Key of the one directory to look at.' }) },
    extensions: { permission: 'finding:read', cost: { calls: 2 } },
    resolve: (_root, args, context) => {
      const { caller } = context;
      const keys = chosenDirectories(context, args.directory, 'finding:read')
        .filter(({ key: directory }) => reaches(caller, 'finding:read', { directory }))
        .map(({ key }) => key);
      if (keys.length === 0 && context.directories.length > 0) throw forbidden('finding:read');
      return postureFor(keys, context);
    },
  }),
}));
