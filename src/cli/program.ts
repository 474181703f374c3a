import type * as program from './run-command.ts';

/**
 * What the process runs. From the sources, Node loads it as it loads everything. In place of this, the build puts what loads the file that it has made.
 * @param _entry the address of the file that the process was started with.
 */
export async function loadProgram(_entry: string): Promise<typeof program> {
  return await import('./run-command.ts');
}
