/**
 * What resolving a field costs in calls to providers, at most; written beside the field as `extensions.cost`.
 * A field without it costs nothing: it comes with its parent.
 */
export interface FieldCost {
  /** Calls for each parent object. Default: 1 when `page` is given, otherwise 0. */
  readonly calls?: number;
  /** For a list: how many rows one call brings. `calls` is then per page. */
  readonly page?: number;
  /** However many parents there are, at most this many calls in the whole operation, because they are answered in bulk. */
  readonly batched?: number;
  /**
   * `calls` are for each entry of a list among the arguments: `path` leads to it (`['input', 'users']`). `otherwise`: how many
   * entries to expect where there is no such list.
   */
  readonly each?: { readonly path: readonly string[]; readonly otherwise: number };
  /** For a list without `first`: how many rows to expect. */
  readonly rows?: number;
}
