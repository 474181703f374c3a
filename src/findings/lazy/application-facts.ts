import type {
  Application,
  ApplicationGrant,
  ApplicationSecretState,
  ApplicationUsage,
} from '../../model/application.ts';
import type { Fact } from '../../model/fact.ts';
import type { Owner } from '../../model/owner.ts';
import type { ApplicationFacts, DirectoryFacts, Grant } from '../facts.ts';
import type { ListFact } from '../kleene.ts';
import type { EvaluationContext } from './context.ts';
import type { LazyDirectoryFacts } from './directory-facts.ts';
import { directGrants } from './grants.ts';
import { factSlot, incomplete, listSlot, type Slot } from './slot.ts';

export class LazyApplicationFacts implements ApplicationFacts {
  readonly directory: DirectoryFacts;
  readonly application: Application;
  readonly #grants: Slot<ListFact<Grant>>;
  readonly #resourceGrants: Slot<ListFact<ApplicationGrant>>;
  readonly #signOnPolicyIds: Slot<ListFact<string>>;
  readonly #flowPolicyAssigned: Slot<Fact<boolean>>;
  readonly #secret: Slot<Fact<ApplicationSecretState>>;
  readonly #usage: Slot<Fact<ApplicationUsage>>;
  readonly #owners: Slot<ListFact<Owner>>;

  constructor(application: Application, directory: LazyDirectoryFacts, context: EvaluationContext) {
    const { recorder, sources, settings } = context;
    const id = application.externalId;
    this.application = application;
    this.directory = directory;
    this.#grants = listSlot(recorder, async () => {
      const [roles, rows] = await Promise.all([
        directory.roleSlot.loaded(),
        sources.applicationRoleAssignments(id),
      ]);
      return directGrants(rows, roles);
    });
    this.#resourceGrants = listSlot(recorder, () => sources.applicationGrants(id));
    this.#signOnPolicyIds = listSlot(recorder, () => sources.applicationSignOnPolicyIds(id));
    this.#flowPolicyAssigned = factSlot(recorder, () => sources.applicationFlowPolicyAssigned(id));
    this.#secret = factSlot(recorder, () => sources.applicationSecret(id));
    this.#usage = factSlot(recorder, () => sources.applicationUsage(id, settings.applicationInactivityDays));
    this.#owners = listSlot<Owner>(
      recorder,
      async () =>
        (await sources.applicationOwners?.(id, application.listedOwners)) ?? incomplete('UNSUPPORTED'),
    );
  }

  get grants(): ListFact<Grant> {
    return this.#grants.value;
  }

  get resourceGrants(): ListFact<ApplicationGrant> {
    return this.#resourceGrants.value;
  }

  get signOnPolicyIds(): ListFact<string> {
    return this.#signOnPolicyIds.value;
  }

  get flowPolicyAssigned(): Fact<boolean> {
    return this.#flowPolicyAssigned.value;
  }

  get secret(): Fact<ApplicationSecretState> {
    return this.#secret.value;
  }

  get owners(): ListFact<Owner> {
    return this.#owners.value;
  }

  get usage(): Fact<ApplicationUsage> {
    return this.#usage.value;
  }
}
