import type { PopulationName } from './populations.ts';
import type { Random } from './prng.ts';

export type Kind = 'Employee' | 'Contractor' | 'Service' | 'Customer';

/** What somebody does here. */
export interface Employment {
  readonly kind: Kind;
  readonly department: Department;
  readonly title?: string;
  readonly population: PopulationName;
  readonly costCenter?: string;
  /** Days since the first day of work; also how old the account is. */
  readonly since: number;
  /** Days until the last day of work; negative when it has passed. */
  readonly endsIn?: number;
}

const TITLES = {
  Engineering:
    'Engineer,Engineer,Engineer,Senior Engineer,Staff Engineer,Site Reliability Engineer,Manager of Engineering',
  Operations: 'Operations Analyst,Dispatcher,Shift Lead,Manager of Operations,Logistics Planner',
  Sales: 'Account Executive,Sales Engineer,Sales Representative,Manager of Sales',
  Support: 'Support Specialist,Support Specialist,Help Desk Analyst,Manager of Support',
  Finance: 'Accountant,Controller,Payroll Specialist,Manager of Finance',
  Marketing: 'Content Designer,Campaign Lead,Manager of Marketing',
  People: 'Recruiter,People Partner,Manager of People',
  Legal: 'Counsel,Paralegal',
} as const;

export type Department = keyof typeof TITLES;

const titlesOf = new Map(
  Object.entries(TITLES).map(([department, titles]) => [department as Department, titles.split(',')]),
);
export const DEPARTMENTS: readonly Department[] = [...titlesOf.keys()];

/** Larger departments come up more often. */
const DRAWN: readonly Department[] = [
  ...Array.from({ length: 6 }, () => 'Engineering' as const),
  ...Array.from({ length: 5 }, () => 'Operations' as const),
  ...Array.from({ length: 3 }, () => 'Sales' as const),
  ...Array.from({ length: 3 }, () => 'Support' as const),
  ...DEPARTMENTS.slice(4),
];

const POPULATION_OF: Readonly<Record<Kind, PopulationName>> = {
  Employee: 'Employees',
  Contractor: 'Contractors',
  Service: 'Service accounts',
  Customer: 'Customers',
};

function kindOf(rank: number): Kind {
  if (rank % 43 === 20) return 'Service';
  if (rank % 37 === 21) return 'Customer';
  return rank % 8 === 5 ? 'Contractor' : 'Employee';
}

/** A third of the contractors have no end date, a third one that has passed, a third one that lies ahead. */
function contractEnd(rank: number, random: Random): { endsIn?: number } {
  const days = Math.ceil(random.between(1, 240));
  if (rank % 3 === 0) return {};
  return { endsIn: rank % 3 === 1 ? -days : days };
}

/**
 * @param rank The person's place in a shuffled order: every trait takes its share of the ranks, so that each is there in any tenant of some hundreds.
 * @param kind Given where it isn't a matter of chance.
 */
export function drawEmployment(rank: number, random: Random, kind: Kind = kindOf(rank)): Employment {
  const department = random.pick(DRAWN);
  // One in thirty arrived within the last fortnight: rules that allow new accounts some grace need somebody to spare.
  const since = rank % 30 === 1 ? random.between(0.1, 13) : random.between(40, 2800);
  if (kind === 'Service' || kind === 'Customer') {
    return { kind, department, population: POPULATION_OF[kind], since };
  }
  return {
    kind,
    department,
    title: random.pick(titlesOf.get(department) ?? ['Engineer']),
    population: POPULATION_OF[kind],
    costCenter: `CC-${4100 + DEPARTMENTS.indexOf(department) * 10 + random.below(4)}`,
    since,
    ...(kind === 'Contractor' ? contractEnd(rank, random) : {}),
  };
}
