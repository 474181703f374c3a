import { buildSchema, graphql, type ExecutionResult } from 'graphql';

/** The types of a small graph of somebody else's: badges that people wear, which knows people only by directory and id. */
export const badgesSdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.6", import: ["@key"])

  type Query {
    badges: [Badge!]!
  }

  type Badge @key(fields: "number") {
    number: String!
    door: String!
    holder: User
  }

  type User @key(fields: "directory { key } externalId") {
    directory: Directory!
    externalId: String!
    badges: [Badge!]!
  }

  type Directory @key(fields: "key") {
    key: String!
  }
`;

interface Badge {
  readonly number: string;
  readonly door: string;
  readonly holder: { readonly directory: string; readonly externalId: string };
}

interface Representation {
  readonly __typename: string;
  readonly directory?: { readonly key: string };
  readonly externalId?: string;
}

/** Executes what a router asks of the other graph. */
export function badgesExecutor(
  badges: readonly Badge[],
): (query: string, variables: Record<string, unknown>) => Promise<ExecutionResult> {
  const executable = buildSchema(`
    scalar _Any
    union _Entity = User | Badge
    ${badgesSdl
      .replace(/extend schema[^\n]*\n/, '')
      .replaceAll(/@key\([^)]*\)/g, '')
      .replace(
        'badges: [Badge!]!',
        'badges: [Badge!]!\n    _entities(representations: [_Any!]!): [_Entity]!',
      )}
  `);
  const asUser = ({ directory, externalId }: Badge['holder']): object => ({
    __typename: 'User',
    directory: { key: directory },
    externalId,
    badges: badges
      .filter(({ holder }) => holder.directory === directory && holder.externalId === externalId)
      .map(asBadge),
  });
  const asBadge = (badge: Badge): object => ({
    __typename: 'Badge',
    number: badge.number,
    door: badge.door,
    holder: () => asUser(badge.holder),
  });
  const rootValue = {
    badges: () => badges.map(asBadge),
    _entities: ({ representations }: { representations: readonly Representation[] }) =>
      representations.map(({ directory, externalId }) =>
        directory === undefined || externalId === undefined
          ? null
          : asUser({ directory: directory.key, externalId }),
      ),
  };
  return async (source, variableValues) =>
    await graphql({ schema: executable, source, rootValue, variableValues });
}
