import type { Row } from '../tenant.ts';
import { APPLICATIONS, MOBILE_APP, WORKER_APPLICATION } from './application-list.ts';
import type { ApplicationPlan } from './application-plans.ts';
import type { Draft } from './draft.ts';
import type { Random } from './prng.ts';
import { addResources } from './resources.ts';
import { assignRole } from './role-assignments.ts';

/** Ids are drawn ahead of the rows: device policies name an application, and applications name policies. */
export interface ApplicationIds {
  readonly mobileApp: string;
  readonly byName: ReadonlyMap<string, string>;
}

export function drawApplicationIds(draft: Draft): ApplicationIds {
  const random = draft.random('application ids');
  const byName = new Map(APPLICATIONS.map(({ name }) => [name, random.uuid()]));
  return { byName, mobileApp: byName.get(MOBILE_APP) ?? random.uuid() };
}

function accessControl(draft: Draft, plan: ApplicationPlan): Record<string, unknown> {
  const group =
    plan.groups === undefined
      ? {}
      : {
          group: {
            type: 'ANY_GROUP',
            groups: plan.groups.map((name) => ({ id: draft.idOf('groups', name) })),
          },
        };
  const role = plan.adminsOnly === true ? { role: { type: 'ADMIN_USERS_ONLY' } } : {};
  return plan.groups === undefined && plan.adminsOnly !== true
    ? {}
    : { accessControl: { ...role, ...group } };
}

function rowOf(draft: Draft, plan: ApplicationPlan, id: string): Row & { name: string } {
  const { name, type, protocol } = plan;
  // The console's row carries little more than two settings; even its protocol is missing.
  if (type === 'PING_ONE_ADMIN_CONSOLE') return { id, name, type, ...plan.settings };
  if (plan.system === true) {
    return { id, environment: draft.environment, name, type, protocol, enabled: true, ...plan.settings };
  }
  return {
    id,
    environment: draft.environment,
    name,
    ...(plan.description === undefined ? {} : { description: plan.description }),
    enabled: plan.enabled !== false,
    protocol,
    type,
    hiddenFromAppPortal: plan.adminsOnly === true,
    ...accessControl(draft, plan),
    ...(protocol === 'OPENID_CONNECT' ? { clientId: id } : {}),
    ...structuredClone(plan.settings),
    ...(plan.signingKey === undefined
      ? {}
      : { idpSigning: { algorithm: 'SHA256withRSA', key: { id: draft.idOf('keys', plan.signingKey) } } }),
    createdAt: draft.ago(plan.age),
    updatedAt: draft.ago(plan.age / 3),
  };
}

/** The secret of an application that has one. PingOne doesn't say when the current secret was made. */
function addSecret(draft: Draft, plan: ApplicationPlan, id: string, secret: string, random: Random): void {
  const method = plan.settings['tokenEndpointAuthMethod'];
  if (typeof method !== 'string' || !method.startsWith('CLIENT_SECRET') || plan.system === true) return;
  const days = plan.previousSecretFor;
  draft.setDetail('applications/secret', id, {
    environment: draft.environment,
    secret,
    ...(days === undefined
      ? {}
      : {
          previous: {
            secret: random.hex(8),
            expiresAt: draft.ago(-days),
            lastUsed: draft.ago(Math.max(0.5, 2 - days)),
          },
        }),
  });
}

function addMappings(draft: Draft, plan: ApplicationPlan, id: string, random: Random): void {
  if (plan.system === true || plan.protocol === 'EXTERNAL_LINK' || plan.type === 'WORKER') return;
  const core = plan.protocol === 'OPENID_CONNECT' ? 'sub' : 'saml_subject';
  const mappings = [
    { name: core, value: '${user.id}', required: true, mappingType: 'CORE' },
    { name: 'email', value: '${user.email}', required: false, mappingType: 'CUSTOM' },
  ];
  for (const mapping of mappings) {
    draft.addBelow('applications/attributes', id, {
      id: random.uuid(),
      application: { id },
      ...mapping,
      ...(plan.protocol === 'OPENID_CONNECT' ? { idToken: true, userInfo: true } : {}),
      createdAt: draft.ago(plan.age),
      updatedAt: draft.ago(plan.age),
    });
  }
}

/** Sign-ons a day, for the last 120 days of use; nobody's weekend is told apart. */
function addUse(draft: Draft, plan: ApplicationPlan, id: string, random: Random): void {
  if (plan.use === undefined) return;
  const { share, endedDaysAgo = 0 } = plan.use;
  const days = Array.from({ length: 120 }, (_, day) => ({
    at: draft.ago(endedDaysAgo + 119 - day + 0.25),
    count: Math.max(1, Math.round(share * draft.size * random.between(0.7, 1.3))),
  }));
  draft.tenant.applicationSignOns.set(id, days);
}

/** Fills `applications` and everything below them. */
export function addApplications(draft: Draft, ids: ApplicationIds): void {
  const random = draft.random('applications');
  const grantOf = addResources(draft);
  const { worker, environmentId, adminEnvironmentId } = draft.tenant;
  const addAll = (plan: ApplicationPlan, id: string, secret: string): void => {
    addSecret(draft, plan, id, secret, random);
    addMappings(draft, plan, id, random);
    addUse(draft, plan, id, random);
    for (const role of plan.roles ?? []) assignRole(draft, random, 'applications', id, role);
    for (const [resource, scopes] of plan.grants ?? []) {
      const dates = { createdAt: draft.ago(plan.age), updatedAt: draft.ago(plan.age) };
      draft.addBelow('applications/grants', id, {
        id: random.uuid(),
        application: { id },
        ...grantOf(resource, scopes),
        ...dates,
      });
    }
    for (const [index, policy] of (plan.policies ?? []).entries()) {
      draft.addBelow('applications/signOnPolicyAssignments', id, {
        id: random.uuid(),
        environment: draft.environment,
        application: { id },
        signOnPolicy: { id: draft.idOf('signOnPolicies', policy) },
        priority: index + 1,
      });
    }
  };
  for (const plan of APPLICATIONS) {
    const id = ids.byName.get(plan.name) ?? random.uuid();
    draft.addNamed('applications', rowOf(draft, plan, id));
    addAll(plan, id, random.hex(8));
  }
  // In an environment of its own the worker isn't among the applications of this one, yet it holds its roles over it.
  const plan = WORKER_APPLICATION;
  if (adminEnvironmentId === environmentId)
    draft.addNamed('applications', rowOf(draft, plan, worker.clientId));
  addAll(plan, worker.clientId, worker.clientSecret);
}
