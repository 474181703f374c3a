import { readFileSync } from 'node:fs';

export interface Memory {
  /** Resident now, in MB of a million bytes. */
  readonly nowMb: number;
  /** The most that was ever resident. */
  readonly peakMb: number;
}

/** What a process has in memory, as Linux tells it; null where there is no `/proc`. */
export function memoryOf(pid: number): Memory | null {
  let status: string;
  try {
    status = readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return null;
  }
  const of = (name: string): number =>
    (Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * 1_024) / 1_000_000;
  return { nowMb: of('VmRSS'), peakMb: of('VmHWM') };
}

/** Linux tells processor time in hundredths of a second. */
const tickMs = 10;

/** Milliseconds of processor that a process has used so far, in all its threads; null where there is no `/proc`. */
export function processorMsOf(pid: number): number | null {
  try {
    // The name of the program stands in brackets and may hold anything.
    const after = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(after[11]) + Number(after[12])) * tickMs;
  } catch {
    return null;
  }
}
