/** `findings.families` and `findings.rules`: which rules are on. */
import { rules } from '../findings/index.ts';
import { isAlwaysOn, switchableFamilies } from '../findings/rule-sets.ts';
import type { FindingSettings } from '../findings/settings.ts';
import { didYouMean } from './neighbour.ts';
import { describe, type ProblemList } from './problems.ts';

const familyByName: ReadonlyMap<string, (typeof switchableFamilies)[number]> = new Map(
  switchableFamilies.map((family) => [family.toLowerCase(), family]),
);

const switchable: ReadonlySet<string> = new Set(
  rules.filter((rule) => !isAlwaysOn(rule)).map(({ id }) => id),
);

const alwaysOn: ReadonlySet<string> = new Set(rules.filter(isAlwaysOn).map(({ id }) => id));

/** Families by name, in any case: `{ application: on, mfa: off }`. */
export function readFamilies(
  value: unknown,
  label: string,
  problems: ProblemList,
): FindingSettings['families'] {
  const switches = readSwitches(value, label, problems, (name) => familyByName.has(name.toLowerCase()), {
    expected: 'a family of rules',
    known: [...familyByName.keys()],
    hintOf: (name) =>
      name.toLowerCase() === 'coverage' ? 'Rules about the evaluation itself are always on.' : undefined,
  });
  return Object.fromEntries(
    switches.flatMap(([name, on]) => {
      const family = familyByName.get(name.toLowerCase());
      return family === undefined ? [] : [[family, on] as const];
    }),
  );
}

/** Rules by id: `{ 'app::public_access': off }`. */
export function readSingleRules(
  value: unknown,
  label: string,
  problems: ProblemList,
): FindingSettings['rules'] {
  return Object.fromEntries(
    readSwitches(value, label, problems, (id) => switchable.has(id), {
      expected: 'the id of a rule',
      known: [...switchable],
      hintOf: (id) => (alwaysOn.has(id) ? 'Rules about the evaluation itself are always on.' : undefined),
    }),
  );
}

interface Names {
  readonly expected: string;
  readonly known: readonly string[];
  readonly hintOf: (name: string) => string | undefined;
}

/** Pairs of a known name and whether it is on; everything else is noted as a mistake. */
function readSwitches(
  value: unknown,
  label: string,
  problems: ProblemList,
  isKnown: (name: string) => boolean,
  { expected, known, hintOf }: Names,
): readonly (readonly [string, boolean])[] {
  if (value === undefined || value === null) return [];
  if (!(value instanceof Map)) {
    problems.add({
      setting: label,
      expected: `a group of ${expected} and on or off`,
      received: describe(value),
    });
    return [];
  }
  return [...(value as ReadonlyMap<unknown, unknown>)].flatMap(([name, said]) => {
    if (typeof name !== 'string' || !isKnown(name)) {
      const shown = typeof name === 'string' ? name.slice(0, 80) : describe(name);
      const hint = typeof name === 'string' ? hintOf(name) : undefined;
      problems.add({
        setting: `${label}.${shown}`,
        expected,
        received: 'a name that is not known',
        ...(hint !== undefined ? { hint } : typeof name === 'string' ? didYouMean(name, known) : {}),
      });
      return [];
    }
    const on = switchOf(said);
    if (on !== undefined) return [[name, on] as const];
    problems.add({ setting: `${label}.${name}`, expected: 'on or off', received: describe(said) });
    return [];
  });
}

/** YAML 1.2 reads `on` and `off` as texts, and some write `true` and `false`. */
function switchOf(said: unknown): boolean | undefined {
  if (typeof said === 'boolean') return said;
  const text = typeof said === 'string' ? said.trim().toLowerCase() : '';
  if (text === 'on' || text === 'true') return true;
  return text === 'off' || text === 'false' ? false : undefined;
}
