import DataLoader from 'dataloader';
import type { FindingRecord } from '../findings/history/finding-history.ts';
import { waitWithin } from '../directory/wait-within.ts';
import type { GatewayContext } from './context.ts';

type Records = DataLoader<string, FindingRecord | null>;

const loaders = new WeakMap<GatewayContext, Records>();

/** What is kept of a finding; null: it was never seen. Asked together for all rows of an answer, and anew each time. */
export function recordOf(id: string, context: GatewayContext): Promise<FindingRecord | null> {
  let known = loaders.get(context);
  if (known === undefined) loaders.set(context, (known = recordsLoader(context)));
  return known.load(id);
}

/** The same of many at once. */
export async function recordsOf(
  ids: readonly string[],
  context: GatewayContext,
): Promise<ReadonlyMap<string, FindingRecord>> {
  const { actions, scope } = context;
  // What this very question had evaluated is taken in beside it. Whoever has no time to wait gets what is known.
  await waitWithin(actions.findings.settled(), scope.context, () => new Error('No time is left.')).catch(
    () => {},
  );
  return await actions.findings.recordsOf(ids);
}

function recordsLoader(context: GatewayContext): Records {
  return new DataLoader(
    async (ids) => {
      const records = await recordsOf([...new Set(ids)], context);
      return ids.map((id) => records.get(id) ?? null);
    },
    { cache: false },
  );
}
