import { collectFields, collectSubFields } from '@graphql-tools/utils';
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  visit,
  BREAK,
} from 'graphql';
import { list } from './complete-list.ts';
import { abstract, leaf, nonNull, nullable, object } from './complete-value.ts';
import type { Complete, FieldPlan, OperationPlan } from './plan.ts';

/**
 * Looks up once what executing an operation would look up for each field of each row: definitions, merged selections, what completes a value.
 *
 * @returns null where an execution has to look itself: at mutations and subscriptions, and where directives decide what is selected.
 */
export function planOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): OperationPlan | null {
  const root = schema.getQueryType();
  if (operation.operation !== OperationTypeNode.QUERY || !root || !isPlain(document)) return null;
  return new Planner(schema, document).plan(operation, root);
}

/** Whether all of it is selected whatever the variables are, and under names that an object can have. */
function isPlain(document: DocumentNode): boolean {
  let plain = true;
  const other = (): typeof BREAK => {
    plain = false;
    return BREAK;
  };
  visit(document, {
    Directive: other,
    Field: ({ name, alias }) => ((alias ?? name).value === '__proto__' ? other() : undefined),
  });
  return plain;
}

class Planner {
  readonly #schema: GraphQLSchema;
  readonly #fragments = Object.create(null) as Record<string, FragmentDefinitionNode>;
  #fields = 0;

  constructor(schema: GraphQLSchema, document: DocumentNode) {
    this.#schema = schema;
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.#fragments[definition.name.value] = definition;
    }
  }

  plan(operation: OperationDefinitionNode, root: GraphQLObjectType): OperationPlan {
    const [schema, fragments] = [this.#schema, this.#fragments];
    const { fields } = collectFields(schema, fragments, {}, root, operation.selectionSet);
    return { schema, fragments, operation, fields: this.#planned(root, fields) };
  }

  #planned(parent: GraphQLObjectType, fields: ReadonlyMap<string, readonly FieldNode[]>): FieldPlan[] {
    const planned: FieldPlan[] = [];
    for (const [name, nodes] of fields) {
      const definition = this.#definition(parent, nodes[0]?.name.value ?? '');
      if (definition === undefined) continue;
      this.#fields += 1;
      planned.push({
        number: this.#fields,
        name,
        parent,
        definition,
        nodes,
        isNonNull: isNonNullType(definition.type),
        resolve: definition.resolve ?? null,
        hasArguments: definition.args.length > 0,
        complete: this.#completes(definition.type, nodes),
      });
    }
    return planned;
  }

  #definition(parent: GraphQLObjectType, name: string): GraphQLField<unknown, unknown> | undefined {
    if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
    if (parent === this.#schema.getQueryType()) {
      if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
      if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
    }
    return parent.getFields()[name];
  }

  #completes(type: GraphQLOutputType, nodes: readonly FieldNode[]): Complete {
    return isNonNullType(type)
      ? nonNull(this.#completesNullable(type.ofType, nodes))
      : this.#completesNullable(type, nodes);
  }

  #completesNullable(type: GraphQLOutputType, nodes: readonly FieldNode[]): Complete {
    if (isListType(type)) {
      const items: GraphQLOutputType = type.ofType;
      return nullable(list(this.#completes(items, nodes), isNonNullType(items)));
    }
    if (isLeafType(type)) return nullable(leaf(type));
    if (isObjectType(type)) return nullable(object(type, () => this.#selected(type, nodes)));
    if (!isAbstractType(type))
      throw new Error(`Expected a type that can be answered, received ${String(type)}.`);
    const ofType = new Map<GraphQLObjectType, Complete>();
    return nullable(
      abstract(type, (found) => {
        let complete = ofType.get(found);
        if (complete === undefined) {
          complete = object(found, () => this.#selected(found, nodes));
          ofType.set(found, complete);
        }
        return complete;
      }),
    );
  }

  #selected(type: GraphQLObjectType, nodes: readonly FieldNode[]): FieldPlan[] {
    const { fields } = collectSubFields(this.#schema, this.#fragments, {}, type, [...nodes]);
    return this.#planned(type, fields);
  }
}
