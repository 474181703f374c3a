import type { Caller } from '../../src/access/caller.ts';
import type { Row } from '../../src/sandbox/tenant.ts';
import type { Answer } from '../support/gateway.ts';
import { openLive, type LiveGateway } from './live/live-gateway.ts';

/** What is asked of a finding here. */
export interface Told {
  readonly id: string;
  readonly severity: string;
  readonly state: string;
  readonly firstSeenAt: string | null;
  readonly lastSeenAt: string | null;
  readonly resolvedAt: string | null;
  readonly staleSince: string | null;
  readonly reopenCount: number | null;
  readonly disposition: string | null;
  readonly acceptance: { readonly reason: string; readonly by: string; readonly expiresAt: string } | null;
  readonly remedyRuns: readonly { readonly action: string }[];
  readonly subject: { readonly externalId: string } | null;
}

export const rule = 'mfa::user_no_factor';

const asked = `id severity state firstSeenAt lastSeenAt resolvedAt staleSince reopenCount disposition
  acceptance { reason by expiresAt } remedyRuns { action } subject { ... on User { externalId } }`;

export interface HistoryStage extends LiveGateway {
  /** What a new look at the whole directory finds of the rule. */
  readonly look: () => Promise<readonly Told[]>;
  /** The same of one user, by that user's own findings: ABSENT too. */
  readonly of: (userId: string) => Promise<Told | undefined>;
  readonly events: (
    filter: object,
  ) => Promise<readonly { readonly kind: string; readonly because: string | null }[]>;
  readonly accept: (
    input: object,
  ) => Promise<Answer<{ readonly acceptFinding: Readonly<Record<string, unknown>> }>>;
  readonly withdraw: (
    input: object,
  ) => Promise<Answer<{ readonly withdrawAcceptance: Readonly<Record<string, unknown>> }>>;
  readonly pair: (userId: string) => void;
  readonly unpair: (userId: string) => void;
}

const result = (typename: string): string =>
  `{ __typename ... on Error { code message } ... on ActionRefused { entry { outcome } }
    ... on ${typename}Success { changed dryRun replayed finding disposition acceptance { by reason }
      entry { action outcome actor reason subject { externalId } parameters } differences { path } } }`;

export async function openHistory(
  options: { readonly caller?: Caller; readonly database?: boolean } = {},
): Promise<HistoryStage> {
  const gateway = await openLive({ users: 40, ...options });
  const { ask, sandbox, directory } = gateway;
  const none = new Set<string>();
  const devices = (): Map<string, Map<string, Row>> => {
    const all = sandbox.tenant.children.get('users/devices');
    if (all === undefined) throw new Error('Expected users with devices.');
    return all;
  };
  return {
    ...gateway,
    look: async () => {
      // The tenant is changed by hand, which no record of changes tells of.
      const sweepDue = 'the tenant was changed by hand';
      directory.sweeper.noteChanged({ userIds: none, groupIds: none, applicationIds: none, sweepDue });
      const { data, errors } = await ask<{ findings: { nodes: readonly Told[] } }>(
        `query ($rules: [ID!]) { findings(first: 500, depth: FULL, filter: { rules: $rules, states: [PRESENT, UNKNOWN] }) { nodes { ${asked} } } }`,
        { rules: [rule] },
        { 'cache-control': 'no-cache' },
      );
      if (errors.some(({ extensions }) => extensions?.code !== 'PARTIAL_DATA'))
        throw new Error(JSON.stringify(errors));
      return data.findings.nodes;
    },
    of: async (userId) => {
      const { data } = await ask<{
        user: { findings: readonly (Told & { readonly rule: { readonly id: string } })[] };
      }>(
        `query ($ref: UserRef!) { user(ref: $ref) { findings(states: [PRESENT, UNKNOWN, ABSENT]) { rule { id } ${asked} } } }`,
        { ref: { externalId: { directory: 'acme', externalId: userId } } },
      );
      return data.user.findings.find((finding) => finding.rule.id === rule);
    },
    events: async (filter) => {
      const { data, errors } = await ask<{
        findingHistory: { nodes: readonly { readonly kind: string; readonly because: string | null }[] };
      }>(
        `query ($filter: FindingHistoryFilter) { findingHistory(first: 1000, filter: $filter) {
          durable nodes { kind because at severity by reason finding subject { id type externalId } rule { id } } } }`,
        { filter },
      );
      if (errors.length > 0) throw new Error(JSON.stringify(errors));
      return data.findingHistory.nodes;
    },
    accept: (input) =>
      ask(
        `mutation ($input: AcceptFindingInput!) { acceptFinding(input: $input) ${result('AcceptFinding')} }`,
        {
          input,
        },
      ),
    withdraw: (input) =>
      ask(
        `mutation ($input: WithdrawAcceptanceInput!) { withdrawAcceptance(input: $input) ${result('WithdrawAcceptance')} }`,
        { input },
      ),
    pair: (userId) => {
      const device = [...devices().values()]
        .flatMap((rows) => [...rows.values()])
        .find((row) => row['status'] === 'ACTIVE');
      if (device === undefined) throw new Error('Expected an active device.');
      const made = structuredClone({ ...device, id: crypto.randomUUID(), user: { id: userId } });
      devices().set(userId, new Map([[made.id, made]]));
      sandbox.world.touch();
    },
    unpair: (userId) => {
      devices().set(userId, new Map());
      sandbox.world.touch();
    },
  };
}
