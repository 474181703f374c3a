/** A JSON schema as OpenAPI 3.0 and 3.1 write it; only the part that the definitions use. */
export type Schema = Readonly<Record<string, unknown>>;
export type Resolve = (reference: string) => Schema | undefined;

const MOST_DEPTH = 40;

/** What is wrong with a value, as `path: expected ..., received ...`; empty when it fits. Formats and patterns are not looked at. */
export function mistakesIn(
  value: unknown,
  schema: Schema,
  resolve: Resolve,
  path = '$',
  depth = 0,
): string[] {
  if (depth > MOST_DEPTH) return [];
  const check = (inner: unknown, by: Schema, at: string) => mistakesIn(inner, by, resolve, at, depth + 1);
  const reference = schema['$ref'];
  if (typeof reference === 'string') {
    const target = resolve(reference);
    return target === undefined ? [`${path}: there is no schema ${reference}`] : check(value, target, path);
  }
  if (value === null && schema['nullable'] === true) return [];
  const mistakes: string[] = [];
  for (const all of list(schema['allOf'])) mistakes.push(...check(value, all, path));
  for (const key of ['anyOf', 'oneOf']) {
    const options = list(schema[key]);
    if (options.length === 0) continue;
    const results = options.map((option) => check(value, option, path));
    if (results.some((result) => result.length === 0)) continue;
    const nearest = results.reduce((least, result) => (result.length < least.length ? result : least));
    mistakes.push(...nearest.map((mistake) => `${mistake} (nearest of ${key})`));
  }
  mistakes.push(...typeMistakes(value, schema, path));
  if (mistakes.length > 0) return mistakes;
  const allowed = schema['enum'];
  if (Array.isArray(allowed) && !allowed.includes(value))
    mistakes.push(`${path}: expected one of ${allowed.join(', ')}, received ${String(value)}`);
  if (Array.isArray(value)) {
    const items = schema['items'];
    if (isObject(items))
      value.forEach((item, index) => mistakes.push(...check(item, items, `${path}[${index}]`)));
  } else if (isObject(value)) {
    for (const name of Array.isArray(schema['required']) ? schema['required'] : []) {
      if (value[String(name)] === undefined) mistakes.push(`${path}: expected the member ${String(name)}`);
    }
    const properties = isObject(schema['properties']) ? schema['properties'] : {};
    for (const [name, property] of Object.entries(properties)) {
      if (value[name] !== undefined && isObject(property))
        mistakes.push(...check(value[name], property, `${path}.${name}`));
    }
  }
  return mistakes;
}

function typeMistakes(value: unknown, schema: Schema, path: string): string[] {
  const type = schema['type'];
  if (type === undefined) return [];
  const types = Array.isArray(type) ? type : [type];
  if (types.some((one) => isOfType(value, String(one)))) return [];
  return [`${path}: expected ${types.join(' or ')}, received ${value === null ? 'null' : typeof value}`];
}

function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    case 'integer':
      return Number.isInteger(value);
    case 'null':
      return value === null;
    default:
      return typeof value === type;
  }
}

function list(value: unknown): Schema[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
