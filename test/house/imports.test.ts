import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sourceFiles } from './source-files.ts';

/** Each part of `src`, and the parts that it may import besides itself. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  model: [],
  upstream: ['model'],
  providers: ['model', 'upstream'],
  directory: ['model', 'upstream', 'providers'],
  identities: ['model', 'upstream', 'providers', 'directory'],
  findings: ['model', 'upstream', 'providers', 'directory', 'identities'],
  access: ['model'],
  actions: ['model', 'access', 'upstream', 'providers', 'directory', 'identities', 'findings'],
  store: ['model', 'access', 'upstream', 'directory', 'identities', 'findings', 'actions'],
  graphql: ['model', 'access', 'upstream', 'providers', 'directory', 'identities', 'findings', 'actions'],
  plugins: [
    'model',
    'access',
    'upstream',
    'providers',
    'directory',
    'identities',
    'findings',
    'actions',
    'graphql',
  ],
  sandbox: ['model'],
  config: ['model', 'access', 'identities', 'findings', 'actions'],
  exports: ['model', 'access', 'upstream', 'directory', 'identities', 'findings'],
  door: ['model', 'exports'],
  execution: [],
  posts: ['model', 'plugins', 'execution'],
  build: ['store'],
};

/** What only some parts may import from outside. */
const libraries: readonly { readonly name: RegExp; readonly only: readonly string[] }[] = [
  { name: /^(graphql|@pothos\/.*|graphql-scalars)$/, only: ['graphql', 'plugins', 'posts', 'execution'] },
  { name: /^(graphql-yoga|@graphql-yoga\/.*|@envelop\/.*)$/, only: ['plugins', 'posts', 'top'] },
  { name: /^undici$/, only: ['upstream'] },
  { name: /^dataloader$/, only: ['directory', 'providers', 'graphql'] },
  { name: /^ldapts$/, only: ['providers', 'config'] },
  { name: /^scim2-parse-filter$/, only: ['providers', 'sandbox'] },
  { name: /^(kysely|pg|@electric-sql\/.*)$/, only: ['store'] },
  { name: /^jose$/, only: ['access', 'upstream', 'sandbox'] },
  { name: /^lru-cache$/, only: ['directory', 'providers', 'actions', 'posts'] },
];

interface Import {
  readonly from: string;
  readonly part: string;
  readonly target: string;
}

/** `cli`, and the files directly in `src`, are the top: they may import everything. */
function partOf(path: string): string {
  const [, first, second] = path.split('/');
  if (first === undefined || first === 'cli') return 'top';
  return second === undefined ? topPart(path) : first;
}

function topPart(path: string): string {
  const name = posix.basename(path, '.ts');
  return name in allowed ? name : 'top';
}

const imports: readonly Import[] = sourceFiles('src').flatMap(({ path, text }) =>
  [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => ({
    from: path,
    part: partOf(path),
    target: match[1] ?? '',
  })),
);

describe('imports go one way', () => {
  it('finds the imports', () => {
    expect(imports.length).toBeGreaterThan(500);
  });

  it('no part imports a part above it', () => {
    const wrong = imports
      .filter(({ target }) => target.startsWith('.'))
      .map((each) => ({ ...each, to: posix.join(posix.dirname(each.from), each.target) }))
      .filter(({ part, to }) => {
        const target = partOf(to);
        return part !== 'top' && target !== part && !(allowed[part] ?? []).includes(target);
      })
      .map(({ from, to }) => `${from} imports ${to}`);
    expect(wrong).toEqual([]);
  });

  it('above the providers, only the registry knows a concrete one', () => {
    const wrong = imports
      .filter(
        ({ target, part }) =>
          /providers\/(?!(?:provider|registry|change-reads|example-providers|[a-z]+-writes)\.ts)/.test(
            target,
          ) && part !== 'providers',
      )
      .map(({ from, target }) => `${from} imports ${target}`);
    expect(wrong).toEqual([]);
  });

  it('libraries stay in the part that is there for them', () => {
    const wrong = imports
      .filter(({ part, target }) =>
        libraries.some(({ name, only }) => name.test(target) && !only.includes(part)),
      )
      .map(({ from, target }) => `${from} imports ${target}`);
    expect(wrong).toEqual([]);
  });
});
