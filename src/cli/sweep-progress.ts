import type { Directory } from '../directory/directory.ts';
import type { SweepPhase } from '../directory/sweep/sweep.ts';
import type { Output } from './output.ts';

const words: Record<SweepPhase, string> = {
  USERS: 'users',
  GROUPS: 'groups',
  MFA_DEVICES: 'second factors',
  ROLE_ASSIGNMENTS: 'role assignments',
  APPLICATIONS: 'applications',
  DONE: 'done',
};

/** Shows how far sweeps are: a moving bar in a terminal, a line for each phase elsewhere. */
export function showSweeps(directories: readonly Directory[], output: Output, terminal: boolean): void {
  for (const directory of directories) {
    let phase: SweepPhase | null = null;
    directory.sweeper.onProgress((progress) => {
      const { done, total } = progress;
      if (terminal)
        output.progress(progress.phase === 'DONE' ? '' : bar(directory.key, progress.phase, done, total));
      if (progress.phase === phase) return;
      phase = progress.phase;
      const seconds = ((Date.now() - progress.startedAt.getTime()) / 1000).toFixed(1);
      if (phase === 'DONE') output.line(`Sweep of ${directory.key}: ${done} users in ${seconds} s.`);
      else if (!terminal) output.line(`Sweep of ${directory.key}: reading ${words[phase]}.`);
    });
  }
}

const width = 24;

function bar(key: string, phase: SweepPhase, done: number, total: number | null): string {
  if (total === null || total === 0) return `Sweep of ${key}: ${words[phase]}, ${done} so far`;
  const full = Math.round((width * done) / total);
  return `Sweep of ${key}: [${'#'.repeat(full)}${'.'.repeat(width - full)}] ${words[phase]} ${done}/${total}`;
}
