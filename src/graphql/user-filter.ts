import type { UserFilter } from '../model/user-filter.ts';
import type { UserStatus } from '../model/user.ts';
import { builder } from './builder.ts';
import { badInput, parseObjectId } from './global-id.ts';
import { UserStatusEnum } from './user-enums.ts';

const TextFilterInput = builder.inputType('TextFilter', {
  description: 'A condition on a text; capital and small letters are the same.',
  fields: (t) => ({
    equals: t.string({ description: 'It is this.' }),
    startsWith: t.string({ description: 'It begins with this.' }),
  }),
});

interface TextInput {
  equals?: string | null | undefined;
  startsWith?: string | null | undefined;
}

interface FilterInput {
  directory?: string | null | undefined;
  status?: UserStatus[] | null | undefined;
  username?: TextInput | null | undefined;
  email?: TextInput | null | undefined;
  population?: string | null | undefined;
  group?: string | null | undefined;
  employmentType?: TextInput | null | undefined;
  and?: FilterInput[] | null | undefined;
  or?: FilterInput[] | null | undefined;
}

export const UserFilterInput = builder.inputRef<FilterInput>('UserFilter');

UserFilterInput.implement({
  description:
    'Which users are wanted; several members hold together. What the provider can filter is filtered there, the rest over whole pages by the gateway.',
  fields: (t) => ({
    directory: t.string({ description: 'Key of the one directory to look in. Only at the top.' }),
    status: t.field({ type: [UserStatusEnum], description: 'One of these states.' }),
    username: t.field({ type: TextFilterInput, description: 'The user name.' }),
    email: t.field({ type: TextFilterInput, description: 'The address.' }),
    population: t.id({ description: 'Id of the population that they are in.' }),
    group: t.id({ description: 'Id of a group that they are in.' }),
    employmentType: t.field({
      type: TextFilterInput,
      description: "The kind of employment, in the operator's words.",
    }),
    and: t.field({ type: [UserFilterInput], description: 'All of these hold.' }),
    or: t.field({ type: [UserFilterInput], description: 'One of these holds.' }),
  }),
});

/** What a caller asked for, and the directories that its ids belong to. */
export interface ReadFilter {
  readonly filter: UserFilter;
  /** Keys that the filter narrows the list to; null: all. */
  readonly directories: ReadonlySet<string> | null;
}

const deepest = 5;

/** @throws {GraphQLError} `BAD_USER_INPUT` for ids of another type and for conditions nested too deep. */
export function readUserFilter(input: FilterInput | null | undefined): ReadFilter {
  const directories = new Set<string>();
  const filter = input ? read(input, 0, directories) : {};
  return { filter, directories: directories.size === 0 ? null : directories };
}

function read(input: FilterInput, depth: number, directories: Set<string>): UserFilter {
  if (depth > deepest) throw badInput(`Expected conditions nested at most ${deepest} deep; received more.`);
  if (typeof input.directory === 'string') {
    if (depth > 0) throw badInput('`directory` is expected at the top of the filter only.');
    directories.add(input.directory);
  }
  const idIn = (globalId: string, typename: string): string => {
    const { directory, externalId } = parseObjectId(globalId, typename);
    directories.add(directory);
    if (directories.size > 1)
      throw badInput('Expected ids of one directory in a filter; received ids of several.');
    return externalId;
  };
  return {
    ...(input.status && { status: input.status }),
    ...(input.username && { username: text(input.username) }),
    ...(input.email && { email: text(input.email) }),
    ...(input.population && { populationId: idIn(input.population, 'Population') }),
    ...(input.group && { groupId: idIn(input.group, 'Group') }),
    ...(input.employmentType && { employmentType: text(input.employmentType) }),
    ...(input.and && { and: input.and.map((part) => read(part, depth + 1, directories)) }),
    ...(input.or && { or: input.or.map((part) => read(part, depth + 1, directories)) }),
  };
}

function text(input: TextInput): { equals?: string; startsWith?: string } {
  return {
    ...(typeof input.equals === 'string' && { equals: input.equals }),
    ...(typeof input.startsWith === 'string' && { startsWith: input.startsWith }),
  };
}
