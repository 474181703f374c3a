import type { User } from '../model/user.ts';
import { type Cell, unknownWord } from './export-row.ts';

export function statusCell({ status }: User): Cell {
  return status === 'UNKNOWN' ? unknownWord('INVALID_VALUE') : status;
}
