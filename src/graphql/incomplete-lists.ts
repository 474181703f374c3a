import { GraphQLError, type GraphQLResolveInfo } from 'graphql';
import type { Coverage } from '../model/coverage.ts';

/**
 * Lists of this request that do not hold what was asked for. Their coverage says so; whoever does not select it is told by
 * an error beside the data, so that a list without rows is never taken for an empty one.
 */
export class IncompleteLists {
  readonly #noted = new WeakSet<Coverage>();
  readonly #errors: GraphQLError[] = [];

  get errors(): readonly GraphQLError[] {
    return this.#errors;
  }

  note(coverage: Coverage, info: GraphQLResolveInfo, partialToo: boolean): void {
    if (coverage.complete || this.#noted.has(coverage)) return;
    this.#noted.add(coverage);
    for (const { directory, state, reason, message } of coverage.sources) {
      if (state === 'COMPLETE' || (state === 'PARTIAL' && !partialToo)) continue;
      const what = state === 'FAILED' ? 'could not be read' : 'could not be read to its end';
      this.#errors.push(
        new GraphQLError(`This list of "${directory}" ${what}: ${message ?? reason ?? state}`, {
          path: pathOf(info),
          extensions: { code: 'INCOMPLETE', directory, state, reason },
        }),
      );
    }
  }
}

/** The path of the list, whose rows are being resolved. */
function pathOf(info: GraphQLResolveInfo): (string | number)[] {
  const path: (string | number)[] = [];
  for (let at = info.path.prev; at !== undefined; at = at.prev) path.unshift(at.key);
  return path;
}
