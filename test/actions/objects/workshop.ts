import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { Action } from '../../../src/actions/action.ts';
import { actionNamed } from '../../../src/actions/registry.ts';
import type { ObjectRecord } from '../../../src/providers/object-writes.ts';
import type { CreateObjectInput } from '../../../src/actions/objects/create-object.ts';
import type { JsonObject } from '../../../src/model/action.ts';
import type { Provider } from '../../../src/providers/provider.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.ts';
import type { Row } from '../../../src/sandbox/tenant.ts';
import { connect, connectionTo } from '../../providers/pingone/support/connect.ts';
import { setStage, type Stage, type Told } from '../support/stage.ts';

/** A sandbox of a file's tests with a fresh stage for each, and what its tenant holds. */
export interface Workshop {
  readonly sandbox: Sandbox;
  readonly provider: Provider;
  readonly stage: Stage;
  readonly rows: (collection: string) => readonly Row[];
  readonly named: (collection: string, name: string) => Row;
  readonly row: (collection: string, id: string) => Row | undefined;
  /** The rows below one of a collection: the steps of a policy. */
  readonly below: (collection: string, id: string) => readonly Row[];
  /** Creates an object and answers its id. */
  readonly make: (
    action: Action<CreateObjectInput, ObjectRecord>,
    members: JsonObject,
    parent?: string,
  ) => Promise<string>;
  /** Takes back what an action did. */
  readonly undo: (told: Told) => Promise<Told | null>;
}

export function openWorkshop(users = 60): Workshop {
  let sandbox: Sandbox;
  let provider: Provider;
  let stage: Stage;

  beforeAll(async () => {
    sandbox = await startSandbox({ users, seed: 3 });
    provider = connect(connectionTo(sandbox));
  });
  beforeEach(() => {
    sandbox.requests.reset();
    stage = setStage(provider);
  });
  afterEach(() => {
    sandbox.faults.clear();
  });
  afterAll(async () => {
    await provider.close();
    await sandbox.close();
  });

  const rows = (collection: string): readonly Row[] => [
    ...(sandbox.tenant.collections.get(collection)?.values() ?? []),
  ];
  return {
    get sandbox() {
      return sandbox;
    },
    get provider() {
      return provider;
    },
    get stage() {
      return stage;
    },
    rows,
    named: (collection, name) => {
      const found = rows(collection).find((row) => row['name'] === name);
      if (found === undefined) throw new RangeError(`No "${name}" among ${collection}.`);
      return found;
    },
    row: (collection, id) => sandbox.tenant.collections.get(collection)?.get(id),
    below: (collection, id) => [...(sandbox.tenant.children.get(collection)?.get(id)?.values() ?? [])],
    make: async (action, members, parent) => {
      const told = await stage.act(action, { members, parent });
      if (told.kind !== 'SUCCESS') throw new Error(`${told.code}: ${told.message}`);
      sandbox.requests.reset();
      return told.subject.externalId;
    },
    undo: async ({ entry }) => {
      const undone = entry === null ? null : (actionNamed(entry.action)?.undo?.(entry) ?? null);
      const action = undone === null ? null : actionNamed(undone.action);
      return undone === null || action === null ? null : await stage.act(action, undone.input);
    },
  };
}
