import { LATIN } from './names-latin.ts';
import { OTHER_SCRIPTS } from './names-scripts.ts';
import type { Random } from './prng.ts';

/** A place's names, as comma-separated lists: `native=latin`, or `native` alone where the Latin form can be derived. */
export interface Culture {
  readonly locale: string;
  /** ISO 3166 alpha-2. */
  readonly country: string;
  readonly timezone: string;
  readonly cities: string;
  readonly given: string;
  readonly family: string;
  readonly familyFirst?: boolean;
}

/** A name as its owner writes it, and in ASCII letters. */
export interface Spelling {
  readonly native: string;
  readonly ascii: string;
}

/** A person's name, and where such a name is at home. */
export interface DrawnName {
  readonly given: Spelling;
  readonly family: Spelling;
  readonly formatted: string;
  readonly locale: string;
  readonly country: string;
  readonly timezone: string;
  readonly city: Spelling;
}

/** Letters that Unicode doesn't decompose into an ASCII letter and a mark. */
const UNDECOMPOSED: Readonly<Record<string, string>> = {
  ß: 'ss',
  ł: 'l',
  đ: 'd',
  ı: 'i',
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
};

/** What remains of a Latin name in lower-case ASCII letters and digits. */
export function asciiOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[ßłđıøæœ]/g, (letter) => UNDECOMPOSED[letter] ?? '')
    .normalize('NFD')
    .replace(/[^a-z0-9]/g, '');
}

const spelling = (entry: string): Spelling => {
  const [native = '', latin] = entry.split('=');
  return { native, ascii: latin ?? asciiOf(native) };
};

/** East Asian names are written without a space between their parts; Vietnamese ones, family name first too, with one. */
const JOINED = /^(zh|ja|ko)/;

const parsed = [...LATIN, ...OTHER_SCRIPTS].map((culture) => ({
  ...culture,
  cities: culture.cities.split(',').map(spelling),
  given: culture.given.split(',').map(spelling),
  family: culture.family.split(',').map(spelling),
  joiner: JOINED.test(culture.locale) ? '' : ' ',
}));

/** Draws a name; every culture is as likely as any other. */
export function drawName(random: Random): DrawnName {
  const culture = random.pick(parsed);
  const given = random.pick(culture.given);
  const family = random.pick(culture.family);
  const [first, last] = culture.familyFirst === true ? [family, given] : [given, family];
  return {
    given,
    family,
    formatted: first.native + culture.joiner + last.native,
    locale: culture.locale,
    country: culture.country,
    timezone: culture.timezone,
    city: random.pick(culture.cities),
  };
}
