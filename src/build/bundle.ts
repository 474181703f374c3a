import { build, type Metafile, type Plugin } from 'esbuild';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Stay outside: the embedded database reads files beside itself, GraphiQL's page is 9 MB that only a visit of a browser needs, and
 * PostgreSQL's client looks for modules that may be missing.
 */
const outside = ['@electric-sql/pglite', '@graphql-yoga/render-graphiql', 'pg'];

/** Of undici only its pool is used: its own `fetch`, caches and mocks would be a megabyte more at each start. */
const poolAlone: Plugin = {
  name: 'pool-alone',
  setup(building) {
    building.onResolve({ filter: /^undici$/ }, () => ({ path: 'undici', namespace: 'pool-alone' }));
    building.onLoad({ filter: /./, namespace: 'pool-alone' }, () => ({
      contents: "export { default as Pool } from 'undici/lib/dispatcher/pool.js';",
      resolveDir: project,
    }));
  },
};

export interface Bundle {
  /** What was written, relative to the folder. */
  readonly files: readonly string[];
  /** The modules of packages that are asked for at run time. */
  readonly asked: readonly string[];
}

/**
 * Makes `src/main.ts`, and all that it loads, a few files in this folder: finding and linking a thousand modules is most of a start.
 * What is loaded with `import()` stays in files of its own. A gateway that runs from the folder meanwhile is not disturbed: names of
 * files hold a hash of what is in them, and `main.js` comes last.
 */
export async function bundle(folder: string): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: project,
    entryPoints: ['src/main.ts'],
    outdir: folder,
    write: false,
    metafile: true,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // As deep as the files of `src/cli` and the others: what they read beside themselves is at the same place.
    chunkNames: 'chunks/[name]-[hash]',
    // `module` first: with `main` first, graphql's CommonJS files would be taken.
    mainFields: ['module', 'main'],
    external: outside,
    plugins: [poolAlone],
    define: { 'process.env.NODE_ENV': '"production"' },
    // CommonJS packages ask for Node's own modules in this way.
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
    // A third of the text, which stays in memory; names stay as they are, and lines short enough to be named in a report.
    minifyWhitespace: true,
    lineLimit: 200,
    legalComments: 'linked',
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'warning',
  });
  checkGraphqlIsOne(metafile);
  const main = join(folder, 'main.js');
  const inOrder = outputFiles.toSorted((a, b) => Number(a.path === main) - Number(b.path === main));
  for (const { path, contents } of inOrder) writeWhole(path, contents, path === main ? 0o755 : 0o644);
  return { files: outputFiles.map(({ path }) => relative(folder, path)), asked: askedOf(metafile) };
}

function askedOf({ outputs }: Metafile): readonly string[] {
  const paths = Object.values(outputs).flatMap(({ imports }) =>
    imports.filter(({ external, path }) => external === true && !isOfNode(path)).map(({ path }) => path),
  );
  return [...new Set(paths)].toSorted();
}

/** `node:sqlite` is of a later Node: who asks for it does without. */
function isOfNode(path: string): boolean {
  return path.startsWith('node:') || isBuiltin(path);
}

/** All of it or none, for whoever reads the file meanwhile. */
function writeWhole(path: string, contents: Uint8Array, mode: number): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = join(dirname(path), `.${basename(path)}.${process.pid}`);
  try {
    writeFileSync(draft, contents, { mode });
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** A second copy of graphql, or its CommonJS files beside its modules, would not know the schema and the errors of the first. */
function checkGraphqlIsOne({ inputs }: Metafile): void {
  const copies = new Set<string>();
  for (const path of Object.keys(inputs)) {
    const found = /^(.*node_modules\/graphql\/).*(\.m?js)$/.exec(path);
    if (found !== null) copies.add(`${found[1]}*${found[2]}`);
  }
  if (copies.size !== 1)
    throw new Error(`Expected one copy of graphql in the bundle; found ${[...copies].join(', ') || 'none'}.`);
}
