/** Whether an account belongs to somebody outside the organisation. */
import type { UserFacts } from '../facts.ts';
import { type Truth, undecided } from '../kleene.ts';
import { mailDomain } from './contact.ts';

const externalTypes: ReadonlySet<string> = new Set(['external', 'guest', 'partner', 'supplier', 'vendor']);

export function domainIn(domains: readonly string[], domain: string): boolean {
  return domains.some((candidate) => candidate.trim().toLowerCase() === domain);
}

/** By the kind of employment, else by what the directory says of guests, else by the domain of the address. Undecided without an address, or without a list of domains. */
export function external({ user, directory }: UserFacts): Truth {
  if (externalTypes.has(user.employmentType?.trim().toLowerCase() ?? '')) return true;
  if (user.external !== null) return user.external;
  if (user.unread?.includes('external') === true) return undecided('INVALID_VALUE');
  const { organizationDomains } = directory.settings;
  if (organizationDomains.length === 0) return undecided('NOT_CONFIGURED');
  const domain = mailDomain(user.email);
  return domain === null ? undecided('FIELD_NULL') : !domainIn(organizationDomains, domain);
}
