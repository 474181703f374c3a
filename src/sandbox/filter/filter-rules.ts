import type { ApiError } from '../api-error.ts';
import { invalidData } from '../api-error.ts';
import type { Filter } from './parse-filter.ts';
import { FilterSyntaxError, parseFilter } from './parse-filter.ts';

/** What a list can be filtered by: operators by attribute. `memberOfGroups[id]` stands for the bracket form. */
export interface FilterRules {
  readonly attributes: Readonly<Record<string, readonly string[]>>;
  /** Attributes that take `true` and `false` unquoted, and nothing else. */
  readonly booleans?: readonly string[];
  /** Whether terms may be joined; default both. */
  readonly joins?: readonly ('and' | 'or')[];
}

const EQ = ['eq'] as const;
const EQ_SW = ['eq', 'sw'] as const;
const EQ_SW_EW_CO = ['eq', 'sw', 'ew', 'co'] as const;

function each(
  names: readonly string[],
  operators: readonly string[],
): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(names.map((name) => [name, operators]));
}

/** The published attributes of `GET /environments/{environmentId}/users`; `id`, `mfaEnabled`, `lastSignOn` are in none of the lists. */
export const USER_FILTER: FilterRules = {
  attributes: {
    ...each(['username', 'accountId', 'externalId', 'locale', 'nickname', 'title', 'type'], EQ_SW),
    ...each(['timezone', 'preferredLanguage', 'mobilePhone', 'primaryPhone', 'photo.href'], EQ_SW),
    ...each(['name.formatted', 'name.middle', 'name.honorificPrefix', 'name.honorificSuffix'], EQ_SW),
    ...each(['address.streetAddress', 'address.locality', 'address.region'], EQ_SW),
    ...each(['address.postalCode', 'address.countryCode'], EQ_SW),
    ...each(['name.given', 'name.family'], EQ_SW_EW_CO),
    email: ['eq', 'sw', 'ew'],
    enabled: EQ,
    'population.id': EQ,
    'memberOfGroups[id]': EQ,
  },
  booleans: ['enabled'],
};

export const GROUP_FILTER: FilterRules = {
  attributes: {
    ...each(['id', 'population.id', 'sourceId'], EQ),
    ...each(['name', 'displayName', 'externalId'], EQ_SW),
  },
};

export const POPULATION_FILTER: FilterRules = { attributes: { id: EQ, name: EQ_SW } };

export const ENVIRONMENT_FILTER: FilterRules = {
  attributes: { ...each(['id', 'organization.id', 'license.id'], EQ), name: ['sw'] },
  joins: ['and'],
};

export const ORGANIZATION_FILTER: FilterRules = { attributes: { name: ['sw'] } };
export const ROLE_FILTER: FilterRules = { attributes: { type: EQ } };
export const MEMBERSHIP_FILTER: FilterRules = { attributes: { type: EQ } };
export const DEVICE_FILTER: FilterRules = { attributes: each(['status', 'type'], EQ) };
export const SIGN_ON_FILTER: FilterRules = { attributes: { occurredAt: ['ge'] }, joins: [] };
export const TOTALS_FILTER: FilterRules = { attributes: each(['startDate', 'endDate'], EQ), joins: ['and'] };

export const COUNTS_FILTER: FilterRules = {
  attributes: { startDate: ['ge'], samplingPeriod: EQ },
  joins: ['and'],
};

const BOUNDS = ['gt', 'ge', 'lt', 'le'] as const;
export const ACTIVITY_FILTER: FilterRules = {
  attributes: {
    ...each(['recordedAt', 'recordedat', 'createdAt'], BOUNDS),
    ...each(['resources.population.id', 'resources.id', 'resources.type', 'correlationId'], EQ),
    ...each(['actors.user.id', 'actors.user.name', 'actors.client.id', 'action.type'], EQ),
  },
};

/** The examples filter the MFA report by these, booleans quoted. */
export const REPORT_FILTER: FilterRules = {
  attributes: {
    ...each(['mfaEnabled', 'deviceType', 'deviceStatus', 'userId', 'username'], EQ),
    phone: EQ_SW,
  },
};

/**
 * Reads a filter and holds it against what the list documents.
 * @throws {ApiError} 400 `INVALID_FILTER` with `supportedAttributes` and `supportedOperators`.
 */
export function readFilter(text: string, rules: FilterRules): Filter {
  let filter: Filter;
  try {
    filter = parseFilter(text);
  } catch (error) {
    if (error instanceof FilterSyntaxError) throw refused(rules, error.message);
    throw error;
  }
  check(filter, rules);
  return filter;
}

function check(filter: Filter, rules: FilterRules): void {
  switch (filter.kind) {
    case 'and':
    case 'or':
      if (!(rules.joins ?? ['and', 'or']).includes(filter.kind))
        throw refused(rules, `terms cannot be joined by ${filter.kind}`);
      for (const term of filter.terms) check(term, rules);
      return;
    case 'within': {
      const { filter: inner } = filter;
      if (inner.kind !== 'compare')
        throw refused(rules, `expected one comparison within ${filter.attribute}[]`);
      checkComparison(`${filter.attribute}[${inner.attribute}]`, inner.operator, inner.value, rules);
      return;
    }
    case 'compare':
      checkComparison(filter.attribute, filter.operator, filter.value, rules);
      return;
    case 'present':
      throw refused(rules, 'the operator pr is not supported');
    case 'not':
      throw refused(rules, 'the operator not is not supported');
  }
}

function checkComparison(attribute: string, operator: string, value: unknown, rules: FilterRules): void {
  const operators = Object.hasOwn(rules.attributes, attribute) ? rules.attributes[attribute] : undefined;
  if (operators === undefined) throw refused(rules, `the attribute ${attribute} is not supported`);
  if (!operators.includes(operator))
    throw refused(rules, `the operator ${operator} is not supported for ${attribute}`, operators);
  const boolean = rules.booleans?.includes(attribute) === true;
  if (typeof value !== (boolean ? 'boolean' : 'string')) {
    throw refused(
      rules,
      `expected ${boolean ? 'true or false without quotes' : 'a quoted value'} for ${attribute}`,
    );
  }
}

function refused(rules: FilterRules, reason: string, operators?: readonly string[]): ApiError {
  const supportedOperators = operators ?? [...new Set(Object.values(rules.attributes).flat())];
  return invalidData({
    code: 'INVALID_FILTER',
    target: 'filter',
    message: `The filter is not supported: ${reason}.`,
    innerError: { supportedAttributes: Object.keys(rules.attributes), supportedOperators },
  });
}
