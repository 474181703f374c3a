/** What a rule looks at: found by asking it about subjects of which nothing is known, and noting what it then wants to know. */
import { unknown } from '../model/fact.ts';
import type { Application } from '../model/application.ts';
import type { Group, Population } from '../model/group.ts';
import { type User, userOf, type UserStatus } from '../model/user.ts';
import { createEvaluation } from './engine.ts';
import { type ListFact, undecided } from './kleene.ts';
import type { AnyRule, Rule } from './rule.ts';
import { everyRuleOn } from './rule-sets.ts';
import type { FindingSettings } from './settings.ts';
import type { FindingSources } from './sources.ts';

/** Reads by the names that `FindingSources` has for them, and members of a user's row. */
export interface RuleNeeds {
  readonly reads: ReadonlySet<keyof FindingSources>;
  /** `user.endDate`, `oidc.grantTypes`, ... */
  readonly members: ReadonlySet<string>;
}

const at = new Date(0);
const row = { directory: 'example', externalId: 'example', createdAt: null, updatedAt: null, observedAt: at };

/** With everything set that a rule may ask of the operator, no gate closes for want of a setting. */
const settings: FindingSettings = {
  ...everyRuleOn,
  breakGlass: ['emergency'],
  accountsExpectedIn: ['example'],
  organizationDomains: ['example.com'],
  ownerAttribute: 'owner',
  roleAssignmentModel: 'GROUP',
  groupMembershipExpected: true,
  sensitiveReads: true,
};

const statuses: readonly UserStatus[] = ['ACTIVE', 'SUSPENDED', 'LOCKED', 'PENDING'];
const usernames = ['ada', 'svc-backup'];

function users(): readonly User[] {
  return statuses.flatMap((status) =>
    usernames.flatMap((username) =>
      (['LOCAL', 'EXTERNAL'] as const).map((kind) =>
        userOf({
          ...row,
          externalId: `${status} ${username} ${kind}`,
          rawStatus: '',
          status,
          username,
          email: 'ada@example.com',
          emailVerified: false,
          employmentType: 'Contractor',
          lastSignOn: unknown('PARTIAL'),
          mfaEnabled: unknown('PARTIAL'),
          passwordAuthority: { kind, identityProviderId: kind === 'LOCAL' ? null : 'idp' },
        }),
      ),
    ),
  );
}

const group: Group = {
  ...row,
  name: 'Example',
  description: null,
  populationId: null,
  dynamicFilter: null,
  external: false,
  sourceId: null,
  directMemberCount: null,
  customData: null,
};

const population: Population = {
  ...row,
  name: 'Example',
  description: null,
  isDefault: null,
  userCount: null,
  passwordPolicyId: null,
};

function applications(): readonly Application[] {
  const application: Application = {
    ...row,
    name: 'Example',
    description: null,
    protocol: 'OPENID_CONNECT',
    rawProtocol: null,
    type: 'WEB_APP',
    enabled: true,
    accessControl: { adminOnly: false, groupMatch: null, groupIds: [] },
    oidc: oidcSettings,
    saml: null,
    homePageUrl: null,
  };
  return [
    application,
    { ...application, externalId: 'worker', type: 'WORKER' },
    { ...application, externalId: 'saml', protocol: 'SAML', oidc: null, saml: samlSettings },
  ];
}

const oidcSettings: NonNullable<Application['oidc']> = {
  clientId: null,
  grantTypes: [],
  responseTypes: [],
  redirectUris: [],
  allowWildcardInRedirectUris: null,
  pkceEnforcement: null,
  tokenEndpointAuthMethod: null,
  refreshTokenDuration: null,
  refreshTokenRollingDuration: null,
  refreshTokenReplayProtection: null,
};

const samlSettings: NonNullable<Application['saml']> = {
  spEntityId: null,
  acsUrls: [],
  assertionSigned: null,
  responseSigned: null,
  requestSignatureRequired: null,
  signingKeyId: 'key',
  acceptsAcsUrlOfSignedRequest: null,
  sloEndpoint: null,
  spCertificateIds: [],
};

type Rows = Partial<Readonly<Record<keyof FindingSources, readonly unknown[]>>>;

/** What is looked at of a list goes on with its rows. */
const rows: Rows = {
  everyGroup: [group],
  populations: [population],
  gateways: [
    {
      externalId: 'example',
      name: null,
      type: 'LDAP',
      enabled: true,
      connectionSecurity: null,
      validatesCertificates: null,
    },
  ],
  signOnPolicies: [
    { directory: 'example', externalId: 'example', name: 'x', description: null, isDefault: true },
  ],
};

const facts: ReadonlySet<string> = new Set([
  'profile',
  'administratorSecurity',
  'mfaSettings',
  'defaultIdentityProviderId',
  'password',
  'bypass',
  'group',
  'groupTotalMembers',
  'applicationFlowPolicyAssigned',
  'applicationSecret',
  'applicationUsage',
]);

/** Sources of which nothing comes back, and that note what was asked for. */
function sourcesNoting(reads: Set<keyof FindingSources>, isPrimary: boolean, known: Rows): FindingSources {
  const plain = { key: 'example', externalId: 'example', isPrimary, ownApplicationId: null };
  return new Proxy(plain as unknown as FindingSources, {
    get(target, name) {
      if (name in target || typeof name === 'symbol' || name === 'can' || name === 'kind')
        return Reflect.get(target, name);
      if (name === 'signOnLagMs' || name === 'listsInheritedRoles' || name === 'atHand') return undefined;
      const read = name as keyof FindingSources;
      return async (): Promise<unknown> => {
        reads.add(read);
        if (read === 'identities') throw new Error('Nobody is asked here.');
        if (read === 'gaps') return [];
        if (facts.has(read)) return unknown('PARTIAL');
        return { rows: known[read] ?? [], complete: false, reason: 'PARTIAL' } satisfies ListFact<unknown>;
      };
    },
  });
}

/** The same rule, as it is asked whether it holds; that it does would lead to reads for its severity alone. */
function noting(rule: AnyRule, within: <T>(ask: () => T) => T): AnyRule {
  // Both functions are those of the rule itself: the kind of subject stays the same.
  const asked = rule as Rule;
  const noted: Rule = {
    ...asked,
    scope: (about) => within(() => asked.scope(about)),
    holds: (about) => {
      const truth = within(() => asked.holds(about));
      return truth === true ? undecided('PARTIAL_DATA') : truth;
    },
  };
  return noted;
}

/** The same object; `note` is told what is read of it. */
function watched<T extends object>(what: string, of: T, note: (member: string) => void): T {
  return new Proxy(of, {
    get(target, name) {
      if (Object.hasOwn(target, name)) note(`${what}.${String(name)}`);
      return Reflect.get(target, name) as unknown;
    },
  });
}

/** Everything that the rule may want to know. */
export async function needsOf(rule: AnyRule): Promise<RuleNeeds> {
  const reads = new Set<keyof FindingSources>();
  const members = new Set<string>();
  let asking = 0;
  const note = (member: string): void => {
    if (asking > 0) members.add(member);
  };
  const everybody = users().map((user) => watched('user', user, note));
  const everyApplication = applications().map((application) =>
    watched(
      'application',
      {
        ...application,
        oidc: application.oidc && watched('oidc', application.oidc, note),
        saml: application.saml && watched('saml', application.saml, note),
      },
      note,
    ),
  );
  const noted = noting(rule, (ask) => {
    asking += 1;
    try {
      return ask();
    } finally {
      asking -= 1;
    }
  });
  for (const isPrimary of [false, true]) {
    const sources = sourcesNoting(reads, isPrimary, { ...rows, everyUser: everybody, everyApplication });
    const evaluation = createEvaluation({ sources, settings, asOf: at, depth: 'FULL', rules: [noted] });
    for (const user of everybody) await evaluation.user(user);
    await evaluation.group(group);
    await evaluation.population(population);
    for (const application of everyApplication) await evaluation.application(application);
    await evaluation.directory();
  }
  return { reads, members };
}
