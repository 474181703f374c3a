import type { Collection, Needs, Verb, Within } from './resource.ts';
import { readUpdateNeeds } from './resource.ts';

export const CONFIG = readUpdateNeeds('configuration', 'admin', 'config');
export const E = '/environments/{environmentId}';
export const READ: readonly Verb[] = ['list', 'read'];
export const EVERY: readonly Verb[] = ['list', 'read', 'create', 'replace', 'remove'];

interface Line {
  readonly name: string;
  readonly id: string;
  readonly audit: string;
  readonly verbs?: readonly Verb[];
  readonly needs?: Needs;
}

/** A list of the environment's configuration: few rows, no filter, no limit. */
export function configured(line: Line, more: Partial<Collection> = {}): Collection {
  return {
    kind: 'collection',
    path: `${E}/${line.name}`,
    id: line.id,
    embedded: line.name,
    store: { kind: 'environment', name: line.name },
    scope: 'environment',
    verbs: line.verbs ?? EVERY,
    needs: line.needs ?? CONFIG,
    audit: line.audit,
    ...more,
  };
}

/** The same below one of these. */
export function below(parent: Collection, line: Line, more: Partial<Collection> = {}): Collection {
  const collection = parent.path.slice(E.length + 1);
  const within: Within = { collection, param: parent.id, scope: 'environment' };
  return configured(line, {
    path: `${parent.path}/{${parent.id}}/${line.name}`,
    store: { kind: 'child', parent: collection, name: line.name },
    within,
    scope: 'open',
    needs: parent.needs,
    ...more,
  });
}
