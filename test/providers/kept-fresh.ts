import { onTestFinished } from 'vitest';
import { applyChanges } from '../../src/directory/refresh/apply-changes.ts';
import { Directory } from '../../src/directory/directory.ts';
import type { Sweep } from '../../src/directory/sweep/sweep.ts';
import { takeSweep } from '../../src/directory/sweep/take-sweep.ts';
import type { Provider } from '../../src/providers/provider.ts';
import { said, scopeOf } from '../directory/refresh-stage.ts';

/** What a snapshot says that was kept fresh by the provider's own word, beside one that is taken whole. */
export interface Kept {
  readonly kept: unknown;
  readonly whole: unknown;
}

/** Takes a sweep, and answers what asks for the changes since and takes them in. @param connect to the same vendor, anew each time. */
export async function keepFresh(connect: () => Provider): Promise<() => Promise<Kept>> {
  const directory = directoryOf(connect());
  let sweep = await wholeOf(directory);
  return async () => {
    const scope = scopeOf({ lane: 'bulk' });
    const { mark, until, ...changed } = await directory.provider.changes.since(
      sweep.mark ?? '',
      scope.context,
    );
    const applied = await applyChanges(directory, sweep, { ...changed, reach: { mark, until } }, scope);
    if ('sweepDue' in applied)
      throw new Error(`expected changes that can be taken in, received ${applied.sweepDue}`);
    ({ sweep } = applied);
    return { kept: said(sweep), whole: said(await wholeOf(directoryOf(connect()))) };
  };
}

function directoryOf(provider: Provider): Directory {
  const directory = new Directory({ provider, isPrimary: true, writable: true });
  onTestFinished(() => directory.close());
  return directory;
}

async function wholeOf(directory: Directory): Promise<Sweep> {
  return await takeSweep(directory, { roleWalkLimit: 20_000 }, scopeOf({ lane: 'bulk' }), () => undefined);
}
