import type { MfaDevice } from '../../model/mfa.ts';
import type { UserFacts } from '../facts.ts';
import { and, type Truth, undecided } from '../kleene.ts';
import { domainIn } from './affiliation.ts';
import { mailDomain, mailKey, phoneKey } from './contact.ts';
import { active } from './factors.ts';

function foreignPhone(contact: string, { user, directory }: UserFacts): Truth {
  const { defaultCallingCode } = directory.settings;
  const phone = phoneKey(contact, defaultCallingCode);
  const profile = [user.mobilePhone, user.primaryPhone]
    .map((number) => (number === null ? null : phoneKey(number, defaultCallingCode)))
    .filter((key) => key !== null);
  if (phone === null || profile.length === 0) return undecided('FIELD_NULL');
  return !profile.includes(phone);
}

function foreignMailbox(contact: string, { user, directory }: UserFacts): Truth {
  const key = mailKey(contact);
  const domain = mailDomain(contact);
  if (key === null || domain === null) return undecided('FIELD_NULL');
  if (user.email !== null && mailKey(user.email) === key) return false;
  const { organizationDomains } = directory.settings;
  return organizationDomains.length === 0
    ? undecided('NOT_CONFIGURED')
    : !domainIn(organizationDomains, domain);
}

/**
 * Whether a usable device answers at a number that is not in the profile, or at a mailbox outside the organisation.
 * Undecided of a device of an unknown kind.
 */
export function contactMismatch(device: MfaDevice, facts: UserFacts): Truth {
  const { type, contact } = device;
  if (type !== 'SMS' && type !== 'VOICE' && type !== 'EMAIL' && type !== 'UNKNOWN') return false;
  return and(
    () => active(device),
    () => {
      // One of a kind that nobody knows may be a telephone or a mailbox, whatever else is said of it.
      if (type === 'UNKNOWN') return undecided('INVALID_VALUE');
      if (contact === null) return undecided('FIELD_NULL');
      return type === 'EMAIL' ? foreignMailbox(contact, facts) : foreignPhone(contact, facts);
    },
  );
}
