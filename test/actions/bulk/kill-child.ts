/** A gateway's worker as a process of its own, to be killed: told what to do line by line on its standard input. */
import { createInterface } from 'node:readline';
import { hasEnded } from '../../../src/actions/bulk/bulk-operation.ts';
import { waitFor } from '../../../src/actions/bulk/wait-for.ts';
import type { ActionResult } from '../../../src/actions/action-result.ts';
import { Secret } from '../../../src/model/secret.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { connect } from '../../providers/pingone/support/connect.ts';
import { setBulkStage, started } from './bulk-stage.ts';
import type { Ask, Place, Tell } from './kill-rounds.ts';

const { url, directory, connection, secret } = JSON.parse(process.env['PLACE'] ?? '') as Place;
const store = await openStore<ActionResult>({ url, directory, leaseMs: 1_000, blastLimits: [] });
const provider = connect({ ...connection, clientSecret: new Secret(secret) });
const stage = setBulkStage(store, provider, { settings: { blastLimits: [] } });
stage.newWorker({ leaseMs: 1_000, pollMs: 50 }).start();

function tell(what: Tell): void {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}

async function end(id: string): Promise<Tell> {
  const operation = await waitFor(stage.bulk, stage.services.bulkNews, id, hasEnded, { waitMs: 60_000 });
  const items = await stage.items({ id });
  const open = await stage.services.ledger.list(
    { cause: id, outcome: 'INTENDED' },
    { first: 100, after: null },
  );
  const done = await stage.services.ledger.list(
    { cause: id, outcome: 'SUCCEEDED' },
    { first: 100, after: null },
  );
  return {
    kind: 'END',
    state: operation?.state ?? 'UNKNOWN',
    outcomes: items.map((item) => item.end?.outcome ?? 'PENDING'),
    unsettled: open.rows.length,
    succeeded: done.rows.length,
    intact: (await stage.services.ledger.verify()).intact,
    faults: stage.faults.map(String),
  };
}

tell({ kind: 'READY' });
for await (const line of createInterface({ input: process.stdin })) {
  const ask = JSON.parse(line) as Ask;
  if (ask.kind === 'SUSPEND') tell({ kind: 'STARTED', id: started(await stage.suspend(ask.ids)).id });
  else tell(await end(ask.id));
}
