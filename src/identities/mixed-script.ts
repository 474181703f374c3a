/** Alphabets whose letters are drawn alike, so that one word in two of them is a disguise more often than a name. */
const alphabets = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Armenian}/u,
  /\p{Script=Cherokee}/u,
  /\p{Script=Coptic}/u,
  /\p{Script=Georgian}/u,
];

/** Whether a text has letters of two alphabets that look alike, such as a Cyrillic letter in a Latin word. */
export function isMixedScript(text: string): boolean {
  return alphabets.filter((alphabet) => alphabet.test(text)).length > 1;
}
