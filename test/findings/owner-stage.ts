/** Rules about owners over the wire: live as one asks about a single subject, and over a sweep. */
import { Directory } from '../../src/directory/directory.ts';
import { createLoaders } from '../../src/directory/loaders.ts';
import { createEvaluation, type Evaluation } from '../../src/findings/engine.ts';
import { liveSources } from '../../src/findings/live-sources.ts';
import { everyRuleOn } from '../../src/findings/rule-sets.ts';
import type { FindingSources } from '../../src/findings/sources.ts';
import { sweepSources } from '../../src/findings/sweep-sources.ts';
import { correlate, type Identities } from '../../src/identities/identities.ts';
import { defaultCorrelationSettings } from '../../src/identities/settings.ts';
import type { Application } from '../../src/model/application.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Group } from '../../src/model/group.ts';
import type { User } from '../../src/model/user.ts';
import type { Provider } from '../../src/providers/provider.ts';
import { requestScope } from '../directory/request-scope.ts';
import { person, said } from './support.ts';

const asOf = new Date('2026-01-01T00:00:00.000Z');

export interface OwnerStage {
  /** What is said when one asks about it alone. */
  readonly live: Judge;
  /** What is said of it over a sweep of everybody. */
  swept(): Promise<
    Judge & { readonly groups: readonly Group[]; readonly applications: readonly Application[] }
  >;
  /** Whether a user of whom the primary directory says that they left is the last owner of something. */
  readonly leaver: (user: User) => Promise<Finding>;
}

interface Judge {
  group(group: Group): Promise<string>;
  application(application: Application): Promise<string>;
  directory(ruleId: string): Promise<string>;
}

/** With its own loaders each time: nothing is remembered from the question before. */
export function ownerStage(provider: Provider): OwnerStage {
  const open = () => new Directory({ provider, isPrimary: false, writable: false });
  const live = (): FindingSources =>
    liveSources(createLoaders(open(), requestScope()), { isSubject: () => true, sensitiveReads: false });
  return {
    live: {
      group: async (group) => await only(of(live(), 'group::ownerless').group(group)),
      application: async (application) => await only(of(live(), 'app::ownerless').application(application)),
      directory: async (ruleId) => await only(of(live(), ruleId).directory()),
    },
    swept: async () => {
      const directory = open();
      const sweep = await directory.sweeper.read(requestScope());
      const sources = sweepSources(sweep, createLoaders(directory, requestScope()), false);
      return {
        groups: sweep.groups.rows,
        applications: sweep.applications.rows,
        group: async (group) => await only(of(sources, 'group::ownerless').group(group)),
        application: async (application) =>
          await only(of(sources, 'app::ownerless').application(application)),
        directory: async (ruleId) => await only(of(sources, ruleId).directory()),
      };
    },
    leaver: async (user) => {
      const directory = open();
      const sweep = await directory.sweeper.read(requestScope());
      const identities = identitiesOf(directory.key, sweep.users.rows, user);
      const loaders = createLoaders(directory, requestScope());
      const sources = sweepSources(sweep, loaders, false, async () => identities);
      const [finding] = await of(sources, 'offboarding::leaver_owns_assets').user(user);
      if (finding === undefined) throw new Error('the rule said nothing');
      return finding;
    },
  };
}

function of(sources: FindingSources, ruleId: string): Evaluation {
  return createEvaluation({ sources, settings: everyRuleOn, asOf, depth: 'GATED', ruleIds: [ruleId] });
}

async function only(found: Promise<readonly Finding[]>): Promise<string> {
  return (await found).map(said).join(', ');
}

/** The primary directory has this one person, who is switched off there. */
function identitiesOf(key: string, users: readonly User[], { email }: User): Identities {
  const whole = { complete: true, reason: null, message: null, takenAt: asOf };
  const left = person({
    directory: 'hr',
    externalId: 'hr-1',
    username: null,
    email,
    status: 'SUSPENDED',
    enabled: false,
  });
  return correlate({
    directories: [
      { key, isPrimary: false, users, ...whole },
      { key: 'hr', isPrimary: true, users: [left], ...whole },
    ],
    settings: defaultCorrelationSettings,
    links: [],
  });
}
