import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { Provider } from '../../../../src/providers/provider.ts';
import { type Sandbox, startSandbox } from '../../../../src/sandbox/sandbox.ts';
import type { SettingsInput } from '../../../../src/sandbox/settings.ts';
import type { Row } from '../../../../src/sandbox/tenant.ts';
import { connect, connectionTo } from '../../../providers/pingone/support/connect.ts';
import { setStage, type Stage } from '../../support/stage.ts';
import { TenantView } from '../../support/tenant.ts';

export const route = '/environments/{environmentId}/users/{userId}';

/** A simulated tenant with a gateway on it; what a test changes of a person stays with that person. */
export interface Scene {
  readonly sandbox: Sandbox;
  readonly provider: Provider;
  readonly tenant: TenantView;
  /** New for each test. */
  stage: Stage;
  /** Another ordinary user each time. */
  readonly nextPerson: () => string;
}

/** One tenant for a file; counters, faults and the ledger are new for each test. */
export function useScene(settings: SettingsInput = {}): Scene {
  const scene = {} as { -readonly [K in keyof Scene]: Scene[K] };
  let people: string[] = [];
  // Every look at the clock is another moment, so that what happened later also shows a later one.
  let now = Date.now();

  beforeAll(async () => {
    const sandbox = await startSandbox({
      users: 120,
      seed: 7,
      // The clock moves with each look at it only: by it, a pause between two reports would hardly end.
      settings: { report: { throttleSeconds: 0 }, ...settings },
      clock: () => (now += 1),
    });
    scene.sandbox = sandbox;
    scene.provider = connect(connectionTo(sandbox));
    scene.tenant = new TenantView(sandbox);
    people = scene.tenant.people(12);
    scene.nextPerson = () => people.shift() ?? '';
  });
  beforeEach(() => {
    scene.sandbox.requests.reset();
    scene.sandbox.faults.clear();
    Object.assign(scene.sandbox.settings, settings);
    scene.stage = setStage(scene.provider);
  });
  afterAll(async () => {
    await scene.provider.close();
    await scene.sandbox.close();
  });
  return scene;
}

/** The tenant's own record of a user; undefined: there is none. */
export function rowOf({ sandbox }: Scene, userId: string): Row | undefined {
  return sandbox.tenant.collections.get('users')?.get(userId);
}

/** The tenant's own record of a user, where it is sure to be. */
export function personOf(scene: Scene, userId: string): Row {
  const row = rowOf(scene, userId);
  if (row === undefined) throw new RangeError(`No user ${userId}.`);
  return row;
}

/** Rows of the environment's collection, in the order of the list. */
export function rowsOf({ sandbox }: Scene, collection: string): readonly Row[] {
  return [...(sandbox.tenant.collections.get(collection)?.values() ?? [])];
}

const at = (ms: number): string => new Date(Date.now() + ms).toISOString();

/** Gives a user so many sessions that are alive, and others that are over, the latter the newest. */
export function giveSessions({ sandbox }: Scene, userId: string, alive: number, over = 0): void {
  const rows = new Map<string, Row>();
  for (let index = 0; index < alive + over; index += 1) {
    const id = randomUUID();
    const isOver = index >= alive;
    rows.set(id, {
      id,
      createdAt: at(-7_200_000 + index * 1_000),
      expiresAt: at(isOver ? -60_000 : 3_600_000),
    });
  }
  childrenOf(sandbox, 'users/sessions').set(userId, rows);
  sandbox.world.touch();
}

export function liveSessions({ sandbox }: Scene, userId: string): number {
  const rows = [...(childrenOf(sandbox, 'users/sessions').get(userId)?.values() ?? [])];
  return rows.filter(({ expiresAt }) => Date.parse(String(expiresAt)) > Date.now()).length;
}

export function childrenOf({ tenant }: Sandbox, name: string): Map<string, Map<string, Row>> {
  let rows = tenant.children.get(name);
  if (rows === undefined) tenant.children.set(name, (rows = new Map()));
  return rows;
}

/** A group of a population, static and without roles. */
export function addGroup({ sandbox }: Scene, name: string, populationId: string | null): string {
  const id = randomUUID();
  sandbox.tenant.collections.get('groups')?.set(id, {
    id,
    name,
    environment: { id: sandbox.tenant.environmentId },
    ...(populationId === null ? {} : { population: { id: populationId } }),
  });
  sandbox.world.touch();
  return id;
}

export function join({ sandbox }: Scene, userId: string, groupId: string): void {
  const { groupMembers, userGroups } = sandbox.tenant;
  groupMembers.set(groupId, new Set([...(groupMembers.get(groupId) ?? []), userId]));
  userGroups.set(userId, new Set([...(userGroups.get(userId) ?? []), groupId]));
  sandbox.world.touch();
}

/** Direct groups of a user, as the tenant has them. */
export function groupsOf({ sandbox }: Scene, userId: string): readonly string[] {
  return [...(sandbox.tenant.userGroups.get(userId) ?? [])];
}
