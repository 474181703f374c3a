import type { Tenant, TenantOptions } from '../tenant.ts';
import { addAgreements } from './agreements.ts';
import { addApplications, drawApplicationIds } from './applications.ts';
import { addCertificates } from './certificates.ts';
import { addDevices } from './devices.ts';
import { Draft } from './draft.ts';
import { addEnvironments, addSchemas, addSubscriptions } from './environments.ts';
import { addGroups } from './groups.ts';
import { addIdentityProviders } from './identity-providers.ts';
import { addMfaPolicies } from './mfa-policies.ts';
import { addPasswords } from './passwords.ts';
import { addPasswordPolicies } from './password-policies.ts';
import { addPeople } from './people.ts';
import { Phones } from './phones.ts';
import { addPopulations } from './populations.ts';
import { Random } from './prng.ts';
import { assignRolesToPeople } from './role-assignments.ts';
import { addRoles } from './roles.ts';
import { addLinksAndBypasses, addSessions } from './sessions.ts';
import { addSignOnPolicies } from './sign-on-policies.ts';

const MOST_USERS = 100_000;

/** Ids and credentials are drawn first and from a stream of their own: they depend on the seed alone, not on the number of people. */
function emptyTenant(seed: number, separateAdminEnvironment: boolean): Tenant {
  const random = new Random(seed, 'tenant');
  const organizationId = random.uuid();
  const licenseId = random.uuid();
  const environmentId = random.uuid();
  const ownEnvironmentId = random.uuid();
  return {
    organizationId,
    licenseId,
    environmentId,
    adminEnvironmentId: separateAdminEnvironment ? ownEnvironmentId : environmentId,
    worker: {
      clientId: random.uuid(),
      clientSecret: `sandbox-${random.hex(4)}`,
      authMethod: 'CLIENT_SECRET_BASIC',
    },
    platform: new Map(),
    collections: new Map(),
    children: new Map(),
    settings: new Map(),
    details: new Map(),
    groupMembers: new Map(),
    userGroups: new Map(),
    groupParents: new Map(),
    applicationSignOns: new Map(),
  };
}

/**
 * Makes up a tenant: a workforce with its groups, roles, applications, policies and devices.
 * The same options give the same tenant, id for id; `users` and `asOf` change people and dates, but not the ids of the environment,
 * its configuration and the worker application.
 * With seed 1 (the default) the environment is dcdba5fc-19df-4533-8b8a-3cb311f31d90 and the worker application's client id 08ef1e82-1b5f-4614-b237-92ccb829c1e0.
 *
 * Throws a RangeError for a number of users outside 1 to 100,000, a seed that isn't a whole number, or a date that isn't one.
 */
export function generateTenant(options: TenantOptions = {}): Tenant {
  const { users = 2000, seed = 1, asOf = new Date(), separateAdminEnvironment = false } = options;
  if (!Number.isInteger(users) || users < 1 || users > MOST_USERS) {
    throw new RangeError(`expected users to be a whole number from 1 to ${MOST_USERS}, received ${users}`);
  }
  if (!Number.isSafeInteger(seed))
    throw new RangeError(`expected seed to be a whole number, received ${seed}`);
  if (Number.isNaN(asOf.getTime()))
    throw new RangeError('expected asOf to be a valid date, received an invalid one');

  const tenant = emptyTenant(seed, separateAdminEnvironment);
  const draft = new Draft(tenant, users, seed, asOf);
  const applicationIds = drawApplicationIds(draft);
  const phones = new Phones();
  // Each step refers to rows that the steps before it have made.
  addEnvironments(draft);
  addSchemas(draft);
  addPasswordPolicies(draft);
  addPopulations(draft);
  addSubscriptions(draft);
  addRoles(draft);
  addCertificates(draft);
  addIdentityProviders(draft);
  addMfaPolicies(draft, applicationIds.mobileApp);
  addSignOnPolicies(draft);
  const people = addPeople(draft, phones);
  assignRolesToPeople(draft, people);
  addGroups(draft, people);
  addApplications(draft, applicationIds);
  addDevices(draft, people, phones);
  addSessions(draft, people);
  addLinksAndBypasses(draft, people);
  addPasswords(draft, people);
  addAgreements(draft, people);
  return tenant;
}
