/**
 * What servers say of a password that they do not take, and our words for it: theirs may hold the password. Of OpenLDAP's overlay
 * (slapo-ppolicy), of Samba, and of Active Directory, which says a number (`ERROR_PASSWORD_RESTRICTION`, hexadecimal 52D).
 */
const RULES: readonly (readonly [said: RegExp, rule: string])[] = [
  [/quality check/i, 'the password fails quality checking (length, words, characters)'],
  [/too short/i, 'the password is too short'],
  [/in history|already used/i, 'the password was used before'],
  [/not being changed/i, 'the password is the one that is set already'],
  [/too young|too recently/i, 'the password was changed too short a time ago'],
  [/must supply old|alteration of password/i, 'the policy lets nobody but its owner change the password'],
  [/complexity/i, 'the password is not complex enough'],
  [/\b0000052D\b/i, 'the password breaks the policy of the domain (length, complexity, history or age)'],
];

/** The rule that a password broke, in words of our own; empty: it is not known which. */
export function passwordRule(diagnostic: string): string {
  return RULES.find(([said]) => said.test(diagnostic))?.[1] ?? '';
}
