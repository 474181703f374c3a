import { type AssignableScope, type HeldRoleInput, NamedAssignment } from '../../actions/membership/grant.ts';
import type { Target } from '../../actions/action.ts';
import { sameId } from '../../actions/guards/same-id.ts';
import { builder } from '../builder.ts';
import { badInput, parseObjectId } from '../global-id.ts';
import type { InputFields } from './define-action.ts';

const AssignableScopeEnum = builder.enumType('AssignableScope', {
  description: 'What kind of thing a role can be assigned over.',
  values: {
    ORGANIZATION: { description: 'A whole organisation with all its environments.' },
    ENVIRONMENT: { description: 'An environment: the directory itself, or another.' },
    POPULATION: { description: 'A population.' },
    APPLICATION: { description: 'An application.' },
    GROUP: { description: 'A group.' },
  } satisfies Record<AssignableScope, { description: string }>,
});

const RoleScopeInput = builder.inputType('RoleScopeInput', {
  description: 'What a role is assigned over.',
  fields: (t) => ({
    type: t.field({ type: AssignableScopeEnum, required: true, description: 'What kind of thing.' }),
    externalId: t.string({
      description: "The provider's id of it; of an environment it may be left out: the directory itself.",
    }),
  }),
});

/** What names a role that is to be given. */
export function grantFields(t: InputFields) {
  return {
    role: t.id({ required: true, description: 'Id of the Role in this graph.' }),
    scope: t.field({ type: RoleScopeInput, required: true, description: 'What it is to reach.' }),
    until: untilField(t, 'When it is taken back by itself; left out: never.'),
  };
}

/** What names a role that somebody holds. */
export function heldRoleFields(t: InputFields) {
  return {
    assignment: t.id({
      description: 'Id of the RoleAssignment in this graph. Either this, or `role` and `scope`.',
    }),
    role: t.id({ description: 'Id of the Role in this graph; together with `scope`.' }),
    scope: t.field({ type: RoleScopeInput, description: 'What the role reaches; together with `role`.' }),
  };
}

export function untilField(t: InputFields, description: string) {
  return t.field({ type: 'DateTime', description });
}

/** Moments are kept as text, in stored requests too. */
export function untilOf(until: Date | string | null | undefined): string | null {
  return until instanceof Date ? until.toISOString() : (until ?? null);
}

/** An object that must be in the same directory as the one that is changed. @throws {GraphQLError} `BAD_USER_INPUT` */
export function within(directory: string, globalId: string, typename: string): Target {
  const found = parseObjectId(globalId, typename);
  if (found.directory !== directory)
    throw badInput(
      `Expected the id of something in "${directory}", received the id of a ${typename} in "${found.directory}".`,
    );
  return { externalId: found.externalId };
}

const principals = { USER: 'u', GROUP: 'g', APPLICATION: 'a' } as const;

type HolderKind = keyof typeof principals;

interface HeldRole {
  readonly role?: string | null | undefined;
  readonly scope?: typeof RoleScopeInput.$inferInput | null | undefined;
  readonly assignment?: string | null | undefined;
}

/**
 * The role that is meant. `externalId`: the holder, where it is known already; else the caller compares `holderId`.
 * @throws {GraphQLError} `BAD_USER_INPUT`
 */
export function heldRoleOf(
  { role, scope, assignment }: HeldRole,
  directory: string,
  kind: HolderKind,
  externalId?: string,
): Pick<HeldRoleInput, 'role' | 'scope' | 'assignment'> & { readonly holderId?: string } {
  const named = {
    role: role === undefined || role === null ? null : within(directory, role, 'Role'),
    scope: scope ?? null,
  };
  if (assignment === undefined || assignment === null) return { ...named, assignment: null };
  const found = assignmentWithin(directory, assignment, kind);
  if (externalId !== undefined) checkHolder(found.holderId, externalId, kind);
  return { ...named, ...found };
}

function assignmentWithin(
  directory: string,
  globalId: string,
  kind: HolderKind,
): { readonly holderId: string; readonly assignment: NamedAssignment } {
  const { externalId } = within(directory, globalId, 'RoleAssignment');
  const [principal, holderId, assignmentId] = externalId.split('/');
  if (principal !== principals[kind] || holderId === undefined || assignmentId === undefined)
    throw badInput(
      `Expected the id of a role assignment of the ${kind.toLowerCase()}, received that of another kind of holder.`,
    );
  return { holderId, assignment: new NamedAssignment(assignmentId) };
}

/** @throws {GraphQLError} `BAD_USER_INPUT` when the assignment is somebody else's. */
export function checkHolder(holderId: string, externalId: string, kind: HolderKind): void {
  if (!sameId(holderId, externalId))
    throw badInput(
      `Expected an assignment of the ${kind.toLowerCase()} that is named, received the id of another one's.`,
    );
}
