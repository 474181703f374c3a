import type { Evidence } from '../../model/finding.ts';
import { evidence } from '../evidence.ts';
import type { Share } from '../share.ts';

function rounded(share: number): string {
  return share.toFixed(3);
}

/** A share or its bounds, what it is a share of, and how many are not known. */
export function shareEvidence(label: string, share: Share): readonly Evidence[] {
  const { low, high, wholeAtLeast, wholeAtMost, open } = share;
  return [
    ...(low === high
      ? [evidence(label, rounded(low))]
      : [evidence(`${label}Low`, rounded(low)), evidence(`${label}High`, rounded(high))]),
    evidence(wholeAtLeast === wholeAtMost ? 'of' : 'ofAtLeast', wholeAtLeast),
    ...(open === 0 ? [] : [evidence('unknown', open)]),
  ];
}
