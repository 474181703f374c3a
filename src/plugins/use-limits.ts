import {
  type DocumentNode,
  GraphQLError,
  Kind,
  Lexer,
  OperationTypeNode,
  parse,
  Source,
  TokenKind,
  validate,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { measureDocument } from './measure-document.ts';
import { operationTooLarge } from './operation-too-large.ts';

/** How large an operation may be, as it is written. What it costs to answer is `use-cost-limit.ts`'s. */
export interface DocumentLimits {
  readonly tokens: number;
  /** Brackets of any kind inside each other. */
  readonly nesting: number;
  /** Fields below each other. */
  readonly depth: number;
  /** Below `__schema` and `__type`: GraphiQL's own introspection goes 15 deep. */
  readonly introspectionDepth: number;
  /** Fields with fragments counted as often as they are spread. */
  readonly fields: number;
  readonly rootFields: number;
  readonly mutationFields: number;
  readonly aliases: number;
  readonly directives: number;
  /** Objects and lists below each other in the variables. */
  readonly variablesDepth: number;
  /** Validation errors answered, the one that says that there are more included. */
  readonly errors: number;
}

export const DEFAULT_LIMITS: DocumentLimits = {
  tokens: 2_000,
  nesting: 100,
  depth: 12,
  introspectionDepth: 15,
  fields: 2_000,
  rootFields: 20,
  mutationFields: 10,
  aliases: 100,
  directives: 30,
  variablesDepth: 10,
  errors: 5,
};

/**
 * Refuses operations that are too large before they are validated, and with as little work as possible:
 * tokens and brackets before parsing, everything else in one walk in which each fragment counts once.
 */
export function useLimits(limits: Partial<DocumentLimits> = {}): Plugin {
  const allowed = { ...DEFAULT_LIMITS, ...limits };
  return {
    onParams({ params }) {
      checkVariables(params.variables, allowed.variablesDepth);
    },
    onParse({ setParseFn }) {
      setParseFn((source: Parameters<typeof parse>[0], options: Parameters<typeof parse>[1]) => {
        checkText(typeof source === 'string' ? source : source.body, allowed);
        return parse(source, options);
      });
    },
    onValidate({ setValidationFn }) {
      // Envelop hands on the rules third; graphql's other parameters differ between versions and stay ours.
      setValidationFn((...args: readonly unknown[]) => {
        const [schema, document, rules] = args as Parameters<typeof validate>;
        const refusals = checkDocument(document, allowed);
        return refusals.length > 0
          ? refusals
          : validate(schema, document, rules, { maxErrors: allowed.errors - 1 });
      });
    },
  };
}

/** @throws {GraphQLError} `OPERATION_TOO_LARGE` */
export function checkVariables(variables: unknown, most: number = DEFAULT_LIMITS.variablesDepth): void {
  if (!deeperThan(variables, most)) return;
  throw operationTooLarge('variablesDepth', {
    what: 'the nesting of its variables',
    allowed: most,
    received: most + 1,
  });
}

/** Counts before parsing: the parser recurses, and a few thousand brackets would exhaust its stack. */
function checkText(text: string, allowed: DocumentLimits): void {
  let tokens = 0;
  let nesting = 0;
  for (const kind of tokenKinds(text)) {
    tokens += 1;
    if (OPENING.has(kind)) nesting += 1;
    else if (CLOSING.has(kind)) nesting -= 1;
    if (tokens > allowed.tokens) {
      throw operationTooLarge('tokens', {
        what: 'the number of its tokens',
        allowed: allowed.tokens,
        received: tokens,
      });
    }
    if (nesting > allowed.nesting) {
      throw operationTooLarge('nesting', {
        what: 'the nesting of its brackets',
        allowed: allowed.nesting,
        received: nesting,
      });
    }
  }
}

const OPENING: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const CLOSING: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/** Ends early at a syntax error: reporting it well is the parser's. */
function* tokenKinds(text: string): Generator<string> {
  const lexer = new Lexer(new Source(text));
  try {
    while (lexer.advance().kind !== TokenKind.EOF) yield lexer.token.kind;
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
  }
}

function checkDocument(document: DocumentNode, allowed: DocumentLimits): GraphQLError[] {
  const unnameable = measureless(document);
  if (unnameable !== null) return [unnameable];
  for (const { operation, measure } of measureDocument(document)) {
    const rootLimit = operation.operation === OperationTypeNode.MUTATION ? 'mutationFields' : 'rootFields';
    const checks = [
      ['depth', 'its depth', measure.depth],
      ['introspectionDepth', 'the depth of its introspection', measure.introspectionDepth],
      [rootLimit, 'the number of its outermost fields', measure.rootFields],
      ['aliases', 'the number of its aliases', measure.aliases],
      ['directives', 'the number of its directives', measure.directives],
      ['fields', 'the number of its fields, fragments counted wherever they are spread,', measure.fields],
    ] as const;
    for (const [limit, what, received] of checks) {
      if (received > allowed[limit])
        return [operationTooLarge(limit, { what, allowed: allowed[limit], received })];
    }
  }
  return [];
}

/**
 * What executors lose when they put values into objects, and with it the value that an operation is priced by.
 * @returns the refusal of a document with such a variable.
 */
function measureless(document: DocumentNode): GraphQLError | null {
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const found = definition.variableDefinitions?.find(({ variable }) => variable.name.value === '__proto__');
    if (found === undefined) continue;
    return new GraphQLError('Expected another name for the variable "$__proto__": no object can have it.', {
      nodes: found,
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED', http: { spec: true, status: 400 } },
    });
  }
  return null;
}

/** Goes no deeper than the limit itself: the value comes from the caller. */
function deeperThan(value: unknown, limit: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return limit < 0 || Object.values(value).some((nested) => deeperThan(nested, limit - 1));
}
