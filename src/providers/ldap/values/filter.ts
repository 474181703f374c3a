import {
  AndFilter,
  EqualityFilter,
  ExtensibleFilter,
  type Filter,
  FilterParser,
  NotFilter,
  OrFilter,
  PresenceFilter,
  SubstringFilter,
} from 'ldapts';

/**
 * Filters are built of parts and never of text: a value goes out as a length and its bytes, so that nothing in it can be taken
 * for an operator, whatever it holds (RFC 4511, section 4.5.1; what RFC 4515 escapes in text needs no escape here).
 */
export function equals(attribute: string, value: string | Buffer): Filter {
  return new EqualityFilter({ attribute, value });
}

export function startsWith(attribute: string, initial: string): Filter {
  return initial === '' ? present(attribute) : new SubstringFilter({ attribute, initial });
}

export function present(attribute: string): Filter {
  return new PresenceFilter({ attribute });
}

export function both(...filters: readonly Filter[]): Filter {
  const [only, ...others] = filters;
  return only !== undefined && others.length === 0 ? only : new AndFilter({ filters: [...filters] });
}

/** @param filters at least one: an empty "or" fits nobody, and some servers do not take it. */
export function either(...filters: readonly Filter[]): Filter {
  const [only, ...others] = filters;
  return only !== undefined && others.length === 0 ? only : new OrFilter({ filters: [...filters] });
}

export function not(filter: Filter): Filter {
  return new NotFilter({ filter });
}

/** Follows links to their end (MS-ADTS, LDAP_MATCHING_RULE_TRANSITIVE_EVAL). */
export function throughLinks(attribute: string, dn: string): Filter {
  return new ExtensibleFilter({ matchType: attribute, rule: '1.2.840.113556.1.4.1941', value: dn });
}

/** What the operator wrote. @throws {Error} when it is not a filter of RFC 4515. */
export function parseFilter(text: string): Filter {
  return FilterParser.parseString(text);
}
