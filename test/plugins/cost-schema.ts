import { buildSchema, type GraphQLSchema, isObjectType } from 'graphql';
import type { FieldCost } from '../../src/model/field-cost.ts';

const SDL = `
  interface Node { id: ID! }
  type Query {
    node(id: ID!): Node
    nodes(ids: [ID!]!): [Node]!
    users(first: Int, after: String): UserConnection!
    groups(first: Int = 30): GroupConnection!
    directories: [Directory!]!
  }
  type Mutation { suspendUser(user: ID!): Boolean }
  type UserConnection { totalCount: Int, nodes: [User!]!, edges: [UserEdge!]! }
  type UserEdge { node: User! }
  type GroupConnection { nodes: [Group!]! }
  type User implements Node { id: ID!, name: String, mfa: Mfa!, groups(first: Int): GroupConnection!, roles: [String!]! }
  type Mfa { status: String, devices: [String!] }
  type Group implements Node { id: ID!, members(first: Int): UserConnection! }
  type Directory { key: String!, users(first: Int): UserConnection! }
`;

const COSTS: Readonly<Record<string, FieldCost>> = {
  'Query.node': { calls: 1 },
  'Query.nodes': { calls: 1 },
  'Query.users': { page: 200 },
  'Query.groups': { page: 200 },
  'Query.directories': { rows: 3 },
  'Directory.users': { page: 200 },
  'Group.members': { page: 200 },
  'User.groups': { calls: 1 },
  'User.roles': { calls: 2 },
  'Mfa.devices': { calls: 1, batched: 15 },
  'Mutation.suspendUser': { calls: 3 },
};

/** A schema shaped like ours, with the costs that its fields would have. */
export function costSchema(): GraphQLSchema {
  const schema = buildSchema(SDL);
  for (const [coordinate, cost] of Object.entries(COSTS)) {
    const [typeName = '', fieldName = ''] = coordinate.split('.');
    const type = schema.getType(typeName);
    const field = isObjectType(type) ? type.getFields()[fieldName] : undefined;
    if (field === undefined) throw new Error(`${coordinate} is not in the schema.`);
    field.extensions = { ...field.extensions, cost };
  }
  return schema;
}
