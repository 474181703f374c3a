import type { Environment } from './environment.ts';
import type { ProblemList } from './problems.ts';
import { SettingReader } from './setting-reader.ts';
import { openGroup } from './settings-group.ts';

const SNAPSHOT_SETTINGS = ['refreshSeconds', 'wholeHours'] as const;

type Name = (typeof SNAPSHOT_SETTINGS)[number];

const VARIABLES: Readonly<Record<Name, string>> = {
  refreshSeconds: 'ROLLCALL_SNAPSHOT_REFRESH_SECONDS',
  wholeHours: 'ROLLCALL_SNAPSHOT_WHOLE_HOURS',
};

export const SNAPSHOT_VARIABLES: readonly string[] = Object.values(VARIABLES);

const RANGES = {
  refreshSeconds: { min: 5, max: 86_400, whole: true },
  // A provider's record of changes reaches back two weeks at the least.
  wholeHours: { min: 1, max: 336, whole: true },
} as const;

/** How fresh snapshots are kept where providers tell of changes; what is left out keeps its default. */
export interface SnapshotConfig {
  readonly refreshEveryMs?: number;
  readonly wholeEveryMs?: number;
}

/** What `snapshots` of the file says; a variable of the environment wins over it. */
export function readSnapshots(section: unknown, env: Environment, problems: ProblemList): SnapshotConfig {
  const group =
    section === undefined || section === null
      ? undefined
      : openGroup(section, 'snapshots', SNAPSHOT_SETTINGS, problems);
  const variables = new SettingReader<Name>(
    { raw: (name) => env[VARIABLES[name]], label: (name) => VARIABLES[name] },
    problems,
  );
  const number = (name: Name): number | undefined =>
    variables.isSet(name) ? variables.number(name, RANGES[name]) : group?.number(name, RANGES[name]);
  const [seconds, hours] = [number('refreshSeconds'), number('wholeHours')];
  return {
    ...(seconds !== undefined && { refreshEveryMs: seconds * 1_000 }),
    ...(hours !== undefined && { wholeEveryMs: hours * 3_600_000 }),
  };
}
