import { build, type BuildOptions, type Metafile, type OutputFile, type Plugin } from 'esbuild';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withSameShapes } from './same-shapes.ts';

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

/** Parts of packages that are not used, and load much of Node: HTTP/2 to providers, and metrics of several processes. */
const unused: Plugin = {
  name: 'unused',
  setup(building) {
    building.onLoad({ filter: /[\\/]undici[\\/]lib[\\/]dispatcher[\\/]client-h2\.js$/ }, () => ({
      contents: '',
    }));
    building.onLoad({ filter: /[\\/]prom-client[\\/]lib[\\/]cluster\.js$/ }, () => ({ contents: '' }));
  },
};

/** In place of the program, `main.ts` loads the file that was made of it. @param program relative to `main.js`. */
function loadingCompiled(program: string): Plugin {
  const contents = `
    import { fileURLToPath } from 'node:url';
    import { loadCompiled } from '../build/compiled-code.ts';
    export const loadProgram = async (entry) => loadCompiled(fileURLToPath(new URL(${JSON.stringify(program)}, entry)));
  `;
  return {
    name: 'loading-compiled',
    setup(building) {
      building.onLoad({ filter: /[\\/]src[\\/]cli[\\/]program\.ts$/ }, ({ path }) => ({
        contents,
        resolveDir: dirname(path),
      }));
    },
  };
}

export interface Bundle {
  /** The file that holds the program, relative to the folder. */
  readonly program: string;
  /** What was written, relative to the folder. */
  readonly files: readonly string[];
  /** The modules of packages that are asked for at run time. */
  readonly asked: readonly string[];
}

/** What both files of a build have in common. */
const common = {
  absWorkingDir: project,
  write: false,
  metafile: true,
  bundle: true,
  // V8 keeps code for scripts; for modules, Node 20 has no way to have it kept.
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  banner: {
    js: "'use strict';const moduleAddress=require('node:url').pathToFileURL(__filename).href;",
  },
  // A third of the text, which stays in memory; names stay as they are, and lines short enough to be named in a report.
  minifyWhitespace: true,
  lineLimit: 200,
  legalComments: 'linked',
  sourcemap: 'linked',
  sourcesContent: false,
  logLevel: 'warning',
} satisfies BuildOptions;

const defined = {
  'import.meta.url': 'moduleAddress',
  'process.env.NODE_ENV': '"production"',
  // Yoga compares it with its own, which is another: to look at it would load all of Node's `fetch` at each start.
  'globalThis.Request': 'undefined',
};

/**
 * Makes the program, and all that it loads, one file in this folder: finding and linking a thousand modules is most of a start. Beside it
 * `main.js` loads it. A gateway that runs from the folder meanwhile is not disturbed: it has read all of its program, whose name holds
 * a hash of what is in it, and `main.js` comes last.
 */
export async function bundle(folder: string): Promise<Bundle> {
  const program = await build({
    ...common,
    entryPoints: { program: 'src/cli/run-command.ts' },
    outdir: folder,
    // As deep as the files of `src/cli` and the others: what they read beside themselves is at the same place.
    entryNames: 'chunks/[name]-[hash]',
    outExtension: { '.js': '.cjs' },
    // `module` first: with `main` first, graphql's CommonJS files would be taken.
    mainFields: ['module', 'main'],
    external: outside,
    plugins: [poolAlone, unused],
    define: defined,
  });
  checkGraphqlIsOne(program.metafile);
  const programFile = relative(folder, fileOf(program.outputFiles, '.cjs').path);
  const main = await build({
    ...common,
    entryPoints: ['src/main.ts'],
    outdir: folder,
    plugins: [loadingCompiled(programFile.replaceAll('\\', '/'))],
    define: defined,
  });
  const files = [...finished(program.outputFiles), kindOfFolder(folder), ...main.outputFiles];
  const last = fileOf(main.outputFiles, '.js').path;
  const inOrder = files.toSorted((a, b) => Number(a.path === last) - Number(b.path === last));
  for (const { path, contents } of inOrder) writeWhole(path, contents, path === last ? 0o755 : 0o644);
  return {
    program: programFile,
    files: files.map(({ path }) => relative(folder, path)),
    asked: askedOf(program.metafile),
  };
}

/** A file as it is to be written. */
type Written = Pick<OutputFile, 'path' | 'contents'>;

/** What makes `main.js` CommonJS, in a project of modules. */
function kindOfFolder(folder: string): Written {
  const contents = new TextEncoder().encode('{ "type": "commonjs" }\n');
  return { path: join(folder, 'package.json'), contents };
}

/** What esbuild wrote of the program, made ready to be run fast. */
function finished(written: readonly OutputFile[]): readonly Written[] {
  const code = fileOf(written, '.cjs');
  const map = fileOf(written, '.cjs.map');
  const made = withSameShapes({ code: code.text, map: map.text });
  return [
    ...written.filter((file) => file !== code && file !== map),
    { path: code.path, contents: Buffer.from(inAscii(made.code)) },
    { path: map.path, contents: Buffer.from(made.map) },
  ];
}

/** With one letter beyond ASCII V8 takes two bytes for each letter of the text. esbuild leaves those of regular expressions. */
function inAscii(code: string): string {
  return code.replaceAll(
    /[\u0080-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function fileOf(files: readonly OutputFile[], ending: string): OutputFile {
  const found = files.find(({ path }) => path.endsWith(ending));
  if (found === undefined) throw new Error(`Expected esbuild to write a file that ends in ${ending}.`);
  return found;
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
