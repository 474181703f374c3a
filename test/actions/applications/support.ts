import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { ActionResult } from '../../../src/actions/action-result.ts';
import type { Provider } from '../../../src/providers/provider.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.ts';
import type { Row } from '../../../src/sandbox/tenant.ts';
import { connect, connectionTo } from '../../providers/pingone/support/connect.ts';
import { setStage, type Stage } from '../support/stage.ts';

/** A sandbox for the tests of a file, and a fresh stage on it for each. */
export class Theatre {
  #sandbox: Sandbox | null = null;
  #provider: Provider | null = null;
  #stage: Stage | null = null;

  get sandbox(): Sandbox {
    return there(this.#sandbox);
  }

  get stage(): Stage {
    return there(this.#stage);
  }

  /** Rows as the simulated tenant keeps them. */
  rows(collection: string): readonly Row[] {
    return [...(this.sandbox.tenant.collections.get(collection)?.values() ?? [])];
  }

  children(collection: string, parentId: string): readonly Row[] {
    return [...(this.sandbox.tenant.children.get(collection)?.get(parentId)?.values() ?? [])];
  }

  row(collection: string, id: string): Row {
    return there(this.sandbox.tenant.collections.get(collection)?.get(id) ?? null);
  }

  /** All that was written down, and what a caller could be shown of it. */
  async ledgerText(): Promise<string> {
    return JSON.stringify(await this.stage.ledger.list({}, { first: 200, after: null }));
  }

  static open(): Theatre {
    const theatre = new Theatre();
    beforeAll(async () => {
      theatre.#sandbox = await startSandbox({ users: 20, seed: 3 });
      theatre.#provider = connect(connectionTo(theatre.sandbox));
    });
    beforeEach(() => {
      theatre.sandbox.requests.reset();
      theatre.#stage = setStage(there(theatre.#provider));
    });
    afterEach(() => theatre.sandbox.faults.clear());
    afterAll(async () => {
      await theatre.#provider?.close();
      await theatre.#sandbox?.close();
    });
    return theatre;
  }
}

/** The id of what an action was done to. */
export function idOf(result: ActionResult): string {
  if (result.kind !== 'SUCCESS') throw new Error(`${result.code}: ${result.message}`);
  return result.subject.externalId;
}

export function there<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('Expected it to be there.');
  return value;
}
