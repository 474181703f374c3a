import type { Draft } from './draft.ts';

interface PopulationPlan {
  readonly name: string;
  readonly description: string;
  /** Name of its password policy; without one the population has none of its own. */
  readonly passwordPolicy?: string;
  readonly default?: boolean;
}

const POPULATIONS = [
  { name: 'Employees', description: 'Everybody on the payroll', passwordPolicy: 'Standard', default: true },
  { name: 'Contractors', description: 'People of other companies who work with us', passwordPolicy: 'Basic' },
  {
    name: 'Administrators',
    description: 'Accounts that manage this environment',
    passwordPolicy: 'Standard',
  },
  { name: 'Service accounts', description: 'Accounts of programs' },
  {
    name: 'Customers',
    description: 'Partners and customers with a portal account',
    passwordPolicy: 'No lockout',
  },
  {
    name: 'Seasonal 2023',
    description: 'Kept for the record; nobody is left in it',
    passwordPolicy: 'Standard',
  },
] as const satisfies readonly PopulationPlan[];

/** Populations by the name under which the generator speaks of them. */
export type PopulationName = (typeof POPULATIONS)[number]['name'];

/** `userCount` is left out: the HTTP side counts. */
export function addPopulations(draft: Draft): void {
  const random = draft.random('populations');
  const plans: readonly PopulationPlan[] = POPULATIONS;
  for (const plan of plans) {
    draft.addNamed('populations', {
      id: random.uuid(),
      environment: draft.environment,
      name: plan.name,
      description: plan.description,
      default: plan.default === true,
      ...(plan.passwordPolicy === undefined
        ? {}
        : { passwordPolicy: { id: draft.idOf('passwordPolicies', plan.passwordPolicy) } }),
      createdAt: draft.ago(2900),
      updatedAt: draft.ago(random.between(20, 900)),
    });
  }
}
