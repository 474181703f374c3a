import { domainToASCII } from 'node:url';
import type { CorrelationSettings, EmailRule } from './settings.ts';

/** Longest address that a mail path can hold, in octets (RFC 5321, 4.5.3.1.3, less the angle brackets). */
const MAX_OCTETS = 254;
/** Domains whose form is remembered: a directory has few, but what is in it is not ours to decide. */
const REMEMBERED_DOMAINS = 10_000;

interface AddressKey {
  readonly local: string;
  /** As an A-label, in lower case. */
  readonly domain: string;
  /** Both. The text that was read, where that is the strict form already: it is held anyway. */
  readonly text: string;
}

/**
 * Mail addresses in the one form in which they are compared: local part composed (NFC) and in lower case, whatever the locale
 * of the process; domain as A-labels in lower case, with the operator's aliases put in. Tags and dots stay, as long as no rule of
 * the domain says otherwise, and letters that only look alike stay different: one person is never given another's accounts.
 */
export class AddressReader {
  readonly #aliases = new Map<string, string>();
  readonly #rules = new Map<string, EmailRule>();
  readonly #domains = new Map<string, string | null>();

  constructor(settings: Pick<CorrelationSettings, 'domainAliases' | 'emailRules'>) {
    for (const [alias, domain] of Object.entries(settings.domainAliases)) {
      this.#aliases.set(asciiDomain(alias) ?? alias, asciiDomain(domain) ?? domain);
    }
    for (const [domain, rule] of Object.entries(settings.emailRules)) {
      this.#rules.set(asciiDomain(domain) ?? domain, rule);
    }
  }

  /** The strict form of an address, `local@domain`; null for what is no address. */
  read(text: string): string | null {
    return this.#split(text)?.text ?? null;
  }

  #split(text: string): AddressKey | null {
    const address = withoutDisplayName(text.trim());
    const at = address.lastIndexOf('@');
    // Nearly every address is printable ASCII: one look tells that nothing else need be looked for.
    const isPlain = /^[ -~]*$/.test(address);
    if (at <= 0 || at === address.length - 1 || (!isPlain && /\p{Cc}/u.test(address))) return null;
    const domain = this.#domain(address.slice(at + 1));
    if (domain === null) return null;
    const written = address.slice(0, at);
    const local = this.#local(isPlain ? written.toLowerCase() : lowerCase(written), domain);
    const octets = isPlain ? local.length : Buffer.byteLength(local);
    if (local === '' || octets + 1 + domain.length > MAX_OCTETS) return null;
    const isAsWritten = text.length === local.length + 1 + domain.length && text.startsWith(local);
    return { local, domain, text: isAsWritten && text.endsWith(domain) ? text : `${local}@${domain}` };
  }

  /** The address of a bare sign-in name at a domain. */
  at(username: string, domain: string): string | null {
    return username.includes('@') ? null : this.read(`${username}@${domain}`);
  }

  #local(local: string, domain: string): string {
    const rule = this.#rules.get(domain);
    // What is in quotes means what it says.
    if (rule === undefined || local.startsWith('"')) return local;
    const untagged = rule.plus === 'strip' ? withoutTag(local) : local;
    return rule.dots === 'ignore' ? untagged.replaceAll('.', '') : untagged;
  }

  #domain(text: string): string | null {
    const seen = this.#domains.get(text);
    if (seen !== undefined) return seen;
    const ascii = asciiDomain(text);
    const domain = ascii === null ? null : (this.#aliases.get(ascii) ?? ascii);
    if (this.#domains.size >= REMEMBERED_DOMAINS) this.#domains.clear();
    this.#domains.set(text, domain);
    return domain;
  }
}

/** Lower case and composed letters. `toLowerCase` knows no locale: a Turkish process makes the same of `INFO`. */
export function lowerCase(text: string): string {
  const lower = text.toLowerCase();
  // Lower case may take a composed letter apart (U+0130): composing is the last step.
  return isAscii(lower) ? lower : lower.normalize('NFC').toLowerCase().normalize('NFC');
}

/** `ada+news` as `ada`. A tag without a name before it is the name. */
export function withoutTag(local: string): string {
  const plus = local.indexOf('+');
  return plus > 0 ? local.slice(0, plus) : local;
}

export function isAscii(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- ASCII begins with them.
  return /^[\u0000-\u007f]*$/.test(text);
}

function withoutDisplayName(text: string): string {
  if (!text.endsWith('>')) return text;
  const open = text.lastIndexOf('<');
  return open < 0 ? text : text.slice(open + 1, -1).trim();
}

function asciiDomain(text: string): string | null {
  const domain = text.trim().replace(/\.$/, '');
  if (/^\[[\da-f.:ipv]+\]$/i.test(domain)) return domain.toLowerCase();
  // A URL parser ends a host at `/`, `?` or `#` and drops the rest: two domains would become one.
  if (/[^\p{L}\p{M}\p{N}\p{Join_Control}._\-\u00b7\u3002\uff0e\uff61]/u.test(domain)) return null;
  const ascii = isAscii(domain) ? domain.toLowerCase() : domainToASCII(domain);
  return ascii === '' || ascii.startsWith('.') || ascii.includes('..') ? null : ascii.replace(/\.$/, '');
}
