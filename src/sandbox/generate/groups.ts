import { DEPARTMENTS } from './employment.ts';
import type { Draft } from './draft.ts';
import type { GroupPlan } from './group-plans.ts';
import { EVERYONE, storyGroups } from './group-plans.ts';
import type { Person } from './people.ts';
import type { Random } from './prng.ts';
import { assignRole } from './role-assignments.ts';

const SITES = [
  'Berlin',
  'London',
  'Boston',
  'Paris',
  'Warsaw',
  'Pune',
  'Osaka',
  'Busan',
  'Cairo',
  'Sofia',
  'Izmir',
  'Puebla',
];
const PURPOSES = ['', ' – budget', ' – on site', ' – training', ' – pilots', ' – fire wardens'];

/** About 50 groups for 2,000 people; the number grows with the square root of theirs, up to 400. */
function plannedGroups(draft: Draft): GroupPlan[] {
  const story = storyGroups(draft);
  const wanted = Math.min(400, Math.max(8, Math.round(50 * Math.sqrt(draft.size / 2000))));
  // Teams of a large company aren't a fixed share of it.
  const share = 0.018 * Math.min(1, Math.sqrt(2000 / draft.size));
  const teams: GroupPlan[] = PURPOSES.flatMap((purpose) =>
    SITES.flatMap((site) =>
      DEPARTMENTS.map((department) => ({ name: `${department} ${site}${purpose}`, share })),
    ),
  );
  return [...story, ...teams.slice(0, Math.max(0, wanted - story.length - 1)), EVERYONE];
}

/** Fills `groups`, their nesting, roles and static members. Member counts are left out: the HTTP side counts. */
export function addGroups(draft: Draft, people: readonly Person[]): void {
  const random = draft.random('groups');
  const pools = poolsOf(draft, people);
  for (const plan of plannedGroups(draft)) {
    const id = random.uuid();
    const age = random.between(200, 2500);
    draft.addNamed('groups', {
      id,
      environment: draft.environment,
      name: plan.name,
      displayName: plan.name,
      ...(plan.description === undefined ? {} : { description: plan.description }),
      ...(plan.population === undefined
        ? {}
        : { population: { id: draft.idOf('populations', plan.population) } }),
      ...(plan.userFilter === undefined ? {} : { userFilter: plan.userFilter }),
      ...plan.external,
      ...(plan.external === undefined ? {} : { externalId: `cn=${plan.name.toLowerCase()},ou=groups` }),
      ...(random.chance(0.2)
        ? { customData: { reviewedAt: draft.ago(random.between(10, 600)).slice(0, 10) } }
        : {}),
      createdAt: draft.ago(age),
      updatedAt: draft.ago(age * random.fraction()),
    });
    if (plan.parents !== undefined) {
      draft.tenant.groupParents.set(id, new Set(plan.parents.map((parent) => draft.idOf('groups', parent))));
    }
    for (const grant of plan.grants ?? []) assignRole(draft, random, 'groups', id, grant);
    if (plan.userFilter === undefined) addMembers(draft, id, membersOf(draft, plan, pools, random));
  }
  for (const { row, part } of people) {
    for (const name of part?.groups ?? []) addMembers(draft, draft.idOf('groups', name), [row.id]);
  }
}

type Pools = ReadonlyMap<string, readonly string[]>;

/** Who may be drawn into groups: everybody, by department, and by population. One in thirty stays outside all groups. */
function poolsOf(draft: Draft, people: readonly Person[]): Pools {
  const pools = new Map<string, string[]>();
  for (const { row, rank, employment } of people) {
    if (rank % 31 === 30) continue;
    const population = draft.idOf('populations', employment.population);
    for (const key of ['everybody', employment.department, population]) {
      const pool = pools.get(key);
      if (pool === undefined) pools.set(key, [row.id]);
      else pool.push(row.id);
    }
  }
  return pools;
}

/** A group of a population only takes its people, a department's group mostly its own, with some guests. */
function membersOf(draft: Draft, plan: GroupPlan, pools: Pools, random: Random): string[] {
  const everybody = pools.get('everybody') ?? [];
  const count = Math.min(everybody.length, Math.round(plan.share * draft.size * random.between(0.6, 1.4)));
  if (plan === EVERYONE) return everybody.filter(() => random.chance(plan.share));
  if (plan.population !== undefined) {
    return random.sample(pools.get(draft.idOf('populations', plan.population)) ?? [], count);
  }
  const department = DEPARTMENTS.find((name) => plan.name.startsWith(name));
  const own = department === undefined ? everybody : (pools.get(department) ?? []);
  return [
    ...random.sample(own, Math.round(count * 0.8)),
    ...random.sample(everybody, Math.round(count * 0.2)),
  ];
}

function addMembers(draft: Draft, groupId: string, userIds: readonly string[]): void {
  const { groupMembers, userGroups } = draft.tenant;
  const members = groupMembers.get(groupId) ?? new Set<string>();
  groupMembers.set(groupId, members);
  for (const userId of userIds) {
    members.add(userId);
    const groups = userGroups.get(userId);
    if (groups === undefined) userGroups.set(userId, new Set([groupId]));
    else groups.add(groupId);
  }
}
