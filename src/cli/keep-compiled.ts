import * as nodeModule from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * Has Node keep what it compiles in `compiled` beside the built `entry`, for the next start. Node 22 and later can; it does without
 * where it may not write there. Sources are left alone: who runs them changes them.
 */
export function keepCompiled(entry: string): void {
  if (!entry.endsWith('.js')) return;
  const enable: unknown = 'enableCompileCache' in nodeModule ? nodeModule.enableCompileCache : undefined;
  if (typeof enable === 'function') enable(fileURLToPath(new URL('compiled/', entry)));
}
