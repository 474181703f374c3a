/** Bits of `userAccountControl` (MS-ADTS, section 2.2.16). */
export const DISABLED = 0x2;
const SMART_CARD_REQUIRED = 0x4_0000;
export const PASSWORD_NEVER_EXPIRES = 0x1_0000;

/** Bits that are worked out, of `msDS-User-Account-Control-Computed`. */
const LOCKED_OUT = 0x10;
const PASSWORD_EXPIRED = 0x80_0000;

export function hasBit(control: number, bit: number): boolean {
  // A number of 32 bits with a sign: `&` treats it as such.
  return (control & bit) !== 0;
}

export function isLockedOut(computed: number): boolean {
  return hasBit(computed, LOCKED_OUT);
}

export function isPasswordExpired(computed: number): boolean {
  return hasBit(computed, PASSWORD_EXPIRED);
}

export function needsSmartCard(control: number): boolean {
  return hasBit(control, SMART_CARD_REQUIRED);
}
