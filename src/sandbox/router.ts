/** What a router needs of a route. */
interface Routed {
  readonly method: string;
  readonly template: string;
}

interface Node<Route extends Routed> {
  readonly literals: Map<string, Node<Route>>;
  variable: Node<Route> | undefined;
  template: string | undefined;
  names: readonly string[];
  readonly byMethod: Map<string, Route>;
}

export interface Match<Route extends Routed> {
  readonly template: string;
  readonly params: Readonly<Record<string, string>>;
  /** Empty only for a path that is not known. */
  readonly byMethod: ReadonlyMap<string, Route>;
}

/** Finds the route of a path, segment by segment; a literal segment goes before a variable. */
export class Router<Route extends Routed> {
  readonly #root = node<Route>();

  constructor(routes: readonly Route[]) {
    for (const route of routes) this.#add(route);
  }

  /** @param path below `/v1`, without query. */
  match(path: string): Match<Route> | undefined {
    const values: string[] = [];
    const found = descend(this.#root, path.split('/'), 1, values);
    if (found?.template === undefined) return undefined;
    const params: Record<string, string> = {};
    let index = 0;
    for (const name of found.names) {
      params[name] = values[index] ?? '';
      index += 1;
    }
    return { template: found.template, params, byMethod: found.byMethod };
  }

  #add(route: Route): void {
    let at = this.#root;
    const names: string[] = [];
    for (const segment of route.template.split('/').slice(1)) {
      const name = /^\{(.+)\}$/.exec(segment)?.[1];
      if (name === undefined) {
        const next = at.literals.get(segment) ?? node<Route>();
        at.literals.set(segment, next);
        at = next;
      } else {
        names.push(name);
        at = at.variable ??= node<Route>();
      }
    }
    // Two resources that name the same variable differently would split a route's count in two.
    if (at.template !== undefined && at.template !== route.template)
      throw new Error(`One path has one template: expected ${at.template}, received ${route.template}.`);
    if (at.byMethod.has(route.method))
      throw new Error(`${route.method} ${route.template} is in the table twice.`);
    at.template = route.template;
    at.names = names;
    at.byMethod.set(route.method, route);
  }
}

function descend<Route extends Routed>(
  at: Node<Route>,
  segments: readonly string[],
  index: number,
  values: string[],
): Node<Route> | undefined {
  if (index === segments.length) return at.template === undefined ? undefined : at;
  const segment = segments[index] ?? '';
  const literal = at.literals.get(segment);
  const byLiteral = literal === undefined ? undefined : descend(literal, segments, index + 1, values);
  if (byLiteral !== undefined || at.variable === undefined || segment === '') return byLiteral;
  values.push(decoded(segment));
  const found = descend(at.variable, segments, index + 1, values);
  if (found === undefined) values.pop();
  return found;
}

function decoded(segment: string): string {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function node<Route extends Routed>(): Node<Route> {
  return { literals: new Map(), variable: undefined, template: undefined, names: [], byMethod: new Map() };
}
