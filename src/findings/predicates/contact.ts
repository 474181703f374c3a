/** Phone numbers and addresses in a form that can be compared. Equal keys answer at the same place. */

/** A phone number as digits with its country code, or null where it is no number or was masked by the provider. */
export function phoneKey(text: string, defaultCallingCode: string | null): string | null {
  if (/[*xX•]/.test(text)) return null;
  const trimmed = text.trim();
  const digits = trimmed.replaceAll(/\D/g, '');
  if (digits.length < 6) return null;
  if (trimmed.startsWith('+')) return `tel:+${digits}`;
  if (trimmed.startsWith('00')) return `tel:+${digits.slice(2)}`;
  // Without a country code a number is only equal to one written the same way.
  if (defaultCallingCode === null) return `tel:${digits}`;
  return `tel:+${defaultCallingCode}${digits.replace(/^0/, '')}`;
}

/** An address in lower case and composed letters; null where it is none or was masked. Tags and dots stay: they may be somebody else. */
export function mailKey(text: string): string | null {
  const address = text.trim().normalize('NFC').toLowerCase();
  return /^[^\s@*]+@[^\s@*]+$/.test(address) ? `mailto:${address}` : null;
}

/** The domain of an address in lower case; null where it has none. */
export function mailDomain(text: string | null): string | null {
  if (text === null) return null;
  const key = mailKey(text);
  return key === null ? null : key.slice(key.lastIndexOf('@') + 1);
}

/** The key of a device's or profile's contact, whichever kind it is. */
export function contactKey(text: string, defaultCallingCode: string | null): string | null {
  return text.includes('@') ? mailKey(text) : phoneKey(text, defaultCallingCode);
}
