import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.ts';

export interface SourceFile {
  /** From the project's folder, with forward slashes: `src/graphql/user.ts`. */
  readonly path: string;
  readonly text: string;
}

/** Every TypeScript file below these folders. */
export function sourceFiles(...folders: readonly string[]): readonly SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => {
        const path = join(folder, name).replaceAll('\\', '/');
        return { path, text: readFileSync(join(root, path), 'utf8') };
      }),
  );
}
