import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { RESOURCES } from '../../src/sandbox/resources/resources.ts';
import type { Route } from '../../src/sandbox/routes.ts';
import { routesOf } from '../../src/sandbox/routes.ts';
import type { Schema } from './schema-check.ts';
import { mistakesIn } from './schema-check.ts';
import type { Json, TestClient } from './test-client.ts';
import { openSandbox } from './test-client.ts';

const FOLDER = fileURLToPath(new URL('../../../shared/pingone/openapi', import.meta.url));
const FILES = ['pingone-management.yaml', 'pingone-mfa.yaml', 'pingone-platform-goclient.yaml'];
/** Documented by Ping, and missing from the definitions. */
const NOT_DEFINED = /\/(?:bypassMFA|dataExplorations|activities)\b/;

/** Where the service is known to answer otherwise than the definition says. */
const DEVIATIONS = [
  // A user record may come without an e-mail address.
  /\/users.*expected the member email$/,
  // A built-in role that is read through the environment's roles has no list of who may assign it.
  /\/roles.*expected the member canBeAssignedBy$/,
];

interface Operation {
  readonly file: string;
  readonly schema: Schema | undefined;
}

const present = existsSync(FOLDER);
if (!present)
  process.stdout.write('Conformance of the sandbox: skipped, the OpenAPI definitions are not here.\n');

const documents = new Map<string, Record<string, unknown>>();
const operations = new Map<string, Operation[]>();
let client: TestClient;

beforeAll(async () => {
  if (!present) return;
  client = await openSandbox({ users: 300 });
  client.sandbox.settings.auditRate = { requestsPerSecond: 1000, burst: 1000 };
  for (const file of FILES) {
    const document = parse(readFileSync(`${FOLDER}/${file}`, 'utf8'), { maxAliasCount: -1 }) as Record<
      string,
      unknown
    >;
    documents.set(file, document);
    for (const [path, methods] of Object.entries(
      document['paths'] as Record<string, Record<string, Schema>>,
    )) {
      for (const [method, operation] of Object.entries(methods)) {
        const key = keyOf(method, path.replace(/^\/v1/, ''));
        operations.set(key, [...(operations.get(key) ?? []), { file, schema: schemaOf(operation) }]);
      }
    }
  }
});
afterAll(() => client?.close());

test.skipIf(!present)(
  'every route of the table is defined, and what it answers fits the definition',
  async () => {
    const report: string[] = [];
    const mistakes: string[] = [];
    for (const route of routesOf(RESOURCES)) {
      const name = `${route.method} ${route.template}`;
      const found = operations.get(keyOf(route.method, route.template));
      if (found === undefined) {
        report.push(`${name}: not defined${NOT_DEFINED.test(route.template) ? ', as documented' : ''}`);
        if (!NOT_DEFINED.test(route.template)) mistakes.push(`${name}: not in the definitions`);
        continue;
      }
      if (route.method !== 'GET') {
        report.push(`${name}: path and method`);
        continue;
      }
      const schemas = found.filter(({ schema }) => schema !== undefined);
      const answers = schemas.length === 0 ? [] : await answersOf(route);
      report.push(
        schemas.length === 0
          ? `${name}: no schema`
          : `${name}: ${answers.length} answers checked against the schema`,
      );
      for (const { path, body } of answers) {
        for (const { file, schema } of schemas) {
          const resolve = (reference: string) => at(documents.get(file), reference);
          for (const mistake of mistakesIn(body, schema ?? {}, resolve))
            mistakes.push(`${name} (${file}, ${path}) ${mistake}`);
        }
      }
    }
    process.stdout.write(`${report.join('\n')}\n`);
    expect(mistakes.filter((mistake) => !DEVIATIONS.some((known) => known.test(mistake)))).toEqual([]);
  },
);

/** One answer of a list; for members, one for each of up to 30 rows. */
async function answersOf(route: Route): Promise<{ path: string; body: Json }[]> {
  const answers: { path: string; body: Json }[] = [];
  for (const path of await pathsOf(route.template)) {
    const query = route.template.endsWith('/totalIdentities')
      ? `?filter=${encodeURIComponent('startDate eq "2026-05-01T00:00:00Z" and endDate eq "2026-05-03T00:00:00Z"')}`
      : '';
    const reply = await client.get(`${path}${query}`);
    if (reply.status === 403 && path.endsWith('/secret')) continue;
    expect([path, reply.status]).toEqual([path, 200]);
    answers.push({ path, body: reply.body });
  }
  return answers;
}

/** Fills the variables of a template with the ids that the lists above them give. */
async function pathsOf(template: string): Promise<string[]> {
  let paths = [''];
  for (const segment of template.split('/').slice(1)) {
    if (!segment.startsWith('{')) paths = paths.map((path) => `${path}/${segment}`);
    else if (segment === '{environmentId}')
      paths = paths.map((path) => `${path}/${client.sandbox.tenant.environmentId}`);
    else paths = (await Promise.all(paths.map(membersOf))).flat().slice(0, 30);
  }
  return paths;
}

async function membersOf(path: string): Promise<string[]> {
  const { body } = await client.get(path);
  const rows = Object.values(body['_embedded'] ?? {})[0] as unknown as Json[] | undefined;
  return (rows ?? []).slice(0, 30).map((row) => `${path}/${String(row['id'])}`);
}

function keyOf(method: string, path: string): string {
  return `${method.toUpperCase()} ${path.replaceAll(/\{[^}]+\}/g, '{}')}`;
}

function schemaOf(operation: Schema): Schema | undefined {
  const responses = operation['responses'] as Record<string, Record<string, unknown>> | undefined;
  const content = responses?.['200']?.['content'] as Record<string, Record<string, unknown>> | undefined;
  const schema = Object.values(content ?? {})[0]?.['schema'] as Schema | undefined;
  return schema === undefined || Object.keys(schema).every((key) => key === 'example') ? undefined : schema;
}

function at(document: Record<string, unknown> | undefined, reference: string): Schema | undefined {
  let found: unknown = document;
  for (const part of reference.replace('#/', '').split('/')) {
    found = (found as Record<string, unknown> | undefined)?.[
      part.replaceAll('~1', '/').replaceAll('~0', '~')
    ];
  }
  return found as Schema | undefined;
}
