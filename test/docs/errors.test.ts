import { describe, expect, it } from 'vitest';
import { errorTypenames } from '../../src/graphql/action-error.ts';
import { findingReason } from '../../src/findings/kleene.ts';
import type { UnknownReason } from '../../src/model/fact.ts';
import { DEFAULT_LIMITS } from '../../src/plugins/use-limits.ts';
import { list, quoted, read, section, sources, tableRows } from './documents.ts';

const document = read('docs/errors.md');
const tables = (heading: string): readonly (readonly string[])[] => tableRows(section(document, heading));
const column = (rows: readonly (readonly string[])[], index: number): readonly string[] =>
  unique(rows.flatMap((row) => quoted(row[index] ?? '')));

/** The members of a union of strings, by its declaration. */
function union(path: string, name: string): readonly string[] {
  const text = read(path).replaceAll(/\/\*\*?[^]*?\*\//g, '');
  const declaration = new RegExp(`type ${name} =([^;]*);`).exec(text)?.[1] ?? '';
  const members = [...declaration.matchAll(/'([A-Za-z_]+)'/g)];
  expect(members.length, `${name} in ${path}`).toBeGreaterThan(1);
  return unique(members.map((match) => match[1] ?? ''));
}

function unique(names: Iterable<string>): readonly string[] {
  return [...new Set(names)].toSorted();
}

function stated(text: string, pattern: RegExp): readonly string[] {
  return unique([...text.matchAll(pattern)].map((match) => match[1] ?? ''));
}

const operations = tables('## Operations that cannot run, or did not end');
const codes = /\bcode: '([A-Z_]+)'/g;

describe('docs/errors.md lists every code, and no other', () => {
  it('of the HTTP door', () => {
    const listed = column(tables('## Requests that GraphQL never sees'), 0);
    expect(listed).toEqual(
      unique([
        ...union('src/door/refusal.ts', 'RefusalCode'),
        ...stated(read('src/access/authentication-error.ts'), /'((?:UNAUTH|AUTH)\w+)'/g),
      ]),
    );
  });

  it('of operations, those of the libraries included', () => {
    const listed = column(
      operations.filter(([first = '']) => /^`[A-Z_]+`$/.test(first)),
      0,
    );
    const texts = [sources('src/plugins'), sources('src/graphql'), read('src/store/store-error.ts')];
    const own = texts.flatMap((text) => stated(text, codes));
    // What the door says, and what results of mutations say, stands in other tables.
    const ofOthers = new Set(['BAD_REQUEST', 'UNAUTHENTICATED', 'CONFLICT', 'NOT_AVAILABLE', 'NOT_FOUND']);
    // graphql-yoga and envelop state these; the door has the one for bodies that are no request.
    const theirs = ['GRAPHQL_VALIDATION_FAILED', 'OPERATION_RESOLUTION_FAILURE'];
    expect(sources('src/plugins')).toContain("'GRAPHQL_PARSE_FAILED'");
    expect(listed).toEqual(
      unique([...own.filter((code) => !ofOthers.has(code)), ...theirs, 'GRAPHQL_PARSE_FAILED']),
    );
  });

  it('of limits, with their figures', () => {
    const rows = operations.filter(
      ([first = '']) => /^`[a-z]\w+`$/i.test(first) && !/^`[A-Z_]+`$/.test(first),
    );
    expect(column(rows, 0)).toEqual(union('src/plugins/operation-too-large.ts', 'OperationLimit'));
    const figures = new Map(
      rows.map(([name = '', most = '']) => [name.replaceAll('`', ''), most.replaceAll(',', '')]),
    );
    const { errors: _, ...limits } = DEFAULT_LIMITS;
    for (const [name, most] of Object.entries(limits)) expect(figures.get(name), name).toBe(String(most));
  });

  it('of calls to a provider', () => {
    const listed = column(tables('## Calls to a provider that failed'), 0);
    const known = union('src/upstream/upstream-error.ts', 'UpstreamErrorCode');
    expect(listed).toEqual(known.map((code) => `UPSTREAM_${code}`));
  });

  it('of mutations', () => {
    const rows = tables('## Mutations').filter((row) => row.length === 4);
    const upstream = new Set(union('src/upstream/upstream-error.ts', 'UpstreamErrorCode'));
    const inActions = [
      ...stated(sources('src/actions'), codes),
      ...stated(sources('src/actions'), /\b(?:refused\(\s*|code = )'([A-Z_]+)'/g),
    ];
    const ours = inActions.filter(
      (code) => !upstream.has(code) || ['NOT_FOUND', 'CONFLICT', 'CANCELLED'].includes(code),
    );
    expect(sources('src/actions')).toContain("'INTERNAL'");
    expect(column(rows, 0)).toEqual(
      unique([...ours, ...union('src/actions/guards/guard.ts', 'GuardCode'), 'INTERNAL']),
    );
  });

  it('of guards and types', () => {
    const rows = tables('## Mutations');
    const words = unique([...column(rows, 0), ...column(rows, 1)]);
    expect(column(rows, 0)).toContain('NOT_AVAILABLE');
    const guards = stated(sources('src/actions'), /^ {2}name: '([a-z-]+)',$/gm);
    const blocked = stated(sources('src/actions'), /(?:already|blockedBy): \[?'([A-Za-z_-]+)'/g);
    expect(guards.length).toBeGreaterThan(5);
    expect(words).toEqual(expect.arrayContaining([...guards, ...blocked]));
    const types = Object.values(errorTypenames).filter((name) => name !== 'ActionRefused');
    expect(words).toEqual(expect.arrayContaining(types));
    expect(column(rows.slice(0, 17), 1)).toEqual(
      unique([...guards, 'idempotency-key', 'undo', 'plan', 'state']),
    );
  });

  it('of facts, with the reason that each becomes in a finding', () => {
    const rows = tables('## Why a fact is unknown');
    expect(column(rows, 0)).toEqual(union('src/model/fact.ts', 'UnknownReason'));
    for (const [reason = '', , , becomes = ''] of rows) {
      // Each text in this column is a reason: the line above says so.
      expect(becomes).toBe(`\`${findingReason(reason.replaceAll('`', '') as UnknownReason)}\``);
    }
  });

  it('of findings', () => {
    const listed = column(tables('## Why a finding is unknown'), 0);
    expect(listed).toEqual(union('src/model/finding.ts', 'FindingUnknownReason'));
  });

  it('of the checks of the doctor, whatever kind of directory they try', () => {
    const files = [
      'health-checks.ts',
      ...list('src/providers').filter((path) => /\/health[a-z-]*\.ts$/.test(path)),
    ];
    const kinds = new Set(files.map((path) => path.split('/')[0]));
    expect(kinds.size).toBeGreaterThan(7);
    const text = files.map((path) => read(`src/providers/${path}`)).join('\n');
    // A code is said as `code`, or as the first of several arguments.
    const checks = stated(text, /(?:\bcode(?::| =) |\w\(\s*(?='[A-Z_]+',))'([A-Z_]+)'/g);
    const upstream = new Set(union('src/upstream/upstream-error.ts', 'UpstreamErrorCode'));
    const known = checks.filter((code) => !upstream.has(code));
    expect(column(tables('## Checks of `rollcall doctor`'), 0).toSorted()).toEqual(known);
  });
});
