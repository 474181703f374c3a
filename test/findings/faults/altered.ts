import type { FaultRule } from '../../../src/sandbox/http/faults.ts';
import { Random } from './random.ts';
import type { Damage } from './stage.ts';

/** Every answer of a route is changed so. */
export function altered(route: RegExp, damage: Damage): FaultRule {
  return {
    route,
    fault: { kind: 'altered', alter: (answer) => ({ ...answer, ...damage(answer.body, new Random(1)) }) },
  };
}

/** Members of such a name hold this instead, in all rows where they hold what fits. */
export function replaced(name: string, by: unknown, fits: (value: unknown) => boolean = () => true): Damage {
  return (body) => ({
    body: JSON.parse(JSON.stringify(body), (key, value: unknown) =>
      key === name && fits(value) ? by : value,
    ) as unknown,
  });
}
