import type { PeerPerson } from '../people.ts';
import { type PeerAnswer, type PeerRequest, type PeerServer, startPeerServer } from '../peer-server.ts';
import { type Batches, batchRoute } from './batch-route.ts';
import { DeltaQueries } from './delta-routes.ts';
import { directoryRoutes } from './directory-routes.ts';
import { errorOf, graphError } from './graph-error.ts';
import { groupRoutes } from './group-routes.ts';
import { methodRoutes } from './method-routes.ts';
import { ownerRoutes } from './owner-routes.ts';
import { policyRoutes } from './policy-routes.ts';
import { ReportQuota } from './report-quota.ts';
import { EVERY_PERMISSION, missingPermission } from './rights.ts';
import { buildTenant, type GraphTenant } from './tenant.ts';
import { type PeerCertificate, Tokens } from './tokens.ts';
import { type PeerSwitches, userRoutes } from './user-routes.ts';

interface EntraIdPeerOptions {
  readonly people: readonly PeerPerson[];
  /** Default 1. */
  readonly seed?: number;
  /** Default: a free one. */
  readonly port?: number;
  /** Milliseconds since the epoch; default now. */
  readonly clock?: () => number;
  /** Rows of a page of the registration report; default 500. */
  readonly reportPageSize?: number;
  /** When the report was made; default an hour ago. */
  readonly reportedAt?: Date;
  /** Whether the report lists accounts that are switched off; default yes. */
  readonly reportsDisabled?: boolean;
  /** A certificate that the app may sign in with besides its secret. */
  readonly certificate?: PeerCertificate;
}

export interface EntraIdPeer extends PeerServer, GraphTenant {
  /** The base of Graph, with its version. */
  readonly graphUrl: string;
  readonly loginUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly switches: PeerSwitches;
  readonly batches: Batches;
  readonly deltas: DeltaQueries;
  /** Ends every token that was given out. */
  revokeTokens(): void;
}

const CLIENT_ID = '0c0ffee0-1111-4222-8333-444455556666';
const CLIENT_SECRET = 'entra-peer-secret~1';

/** A tenant of Microsoft Entra ID as Microsoft Graph v1.0 shows it, with its token endpoint, on 127.0.0.1. */
export async function startEntraIdPeer(options: EntraIdPeerOptions): Promise<EntraIdPeer> {
  const { people, seed = 1, port = 0, clock = Date.now, certificate = null } = options;
  const tenant = buildTenant(people, seed);
  const switches: PeerSwitches = {
    premium: true,
    permissions: new Set(EVERY_PERMISSION),
    actsOnAdministrators: true,
    quotaUsed: null,
  };
  const tokens = new Tokens({
    tenantId: tenant.tenantId,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    certificate,
    now: clock,
  });
  const quota = new ReportQuota(clock);
  const batches: Batches = { faults: [], parts: [] };
  const deltas = new DeltaQueries(tenant, clock);
  const reportedAt = (options.reportedAt ?? new Date(clock() - 3_600_000)).toISOString();

  function admit(request: PeerRequest): PeerAnswer | undefined {
    if (!tokens.isGood(request.headers.authorization)) return errorOf(401);
    if (missingPermission(request, switches.permissions) !== null) return errorOf(403);
    if (!request.url.pathname.startsWith('/v1.0/reports/')) return undefined;
    const wait = quota.take();
    if (wait === null) return undefined;
    const refused = graphError(429, 'UnknownError', 'Too many requests.');
    return { ...refused, headers: { 'Retry-After': String(wait) } };
  }

  const routes = [
    ...userRoutes(tenant, switches),
    ...methodRoutes(tenant, switches, {
      reportPageSize: options.reportPageSize ?? 500,
      reportedAt,
      reportsDisabled: options.reportsDisabled ?? true,
    }),
    ...groupRoutes(tenant),
    ...directoryRoutes(tenant),
    ...ownerRoutes(tenant),
    ...policyRoutes(tenant),
    ...deltas.routes(),
  ];
  const server = await startPeerServer(
    {
      routes: [
        {
          method: 'POST',
          template: '/{tenantId}/oauth2/v2.0/token',
          open: true,
          handle: (request) => tokens.answer(request),
        },
        ...routes,
        batchRoute(routes, admit, batches),
      ],
      admit,
      errorOf,
      headers: () => ({
        'Content-Type': 'application/json',
        ...(switches.quotaUsed === null
          ? {}
          : { 'x-ms-throttle-limit-percentage': String(switches.quotaUsed) }),
      }),
    },
    port,
  );
  return {
    ...server,
    ...tenant,
    graphUrl: `${server.url}/v1.0`,
    loginUrl: server.url,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    switches,
    batches,
    deltas,
    revokeTokens: () => tokens.revokeAll(),
  };
}
