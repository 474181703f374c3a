/**
 * The value below which a share of the values lies, between two of them in proportion, as PostgreSQL's `percentile_cont` has it.
 * Null without any value. `sorted` ascending.
 */
export function quantile(sorted: readonly number[], share: number): number | null {
  const at = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  if (low === undefined || high === undefined) return null;
  return low + (high - low) * (at - Math.floor(at));
}
