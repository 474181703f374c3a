import { describe, type ProblemList } from './problems.ts';

/** Where a group of settings comes from: the environment, or one directory of the file. */
export interface SettingSource<Name extends string> {
  /** The value as it was written; undefined when it is not set. */
  raw(name: Name): unknown;
  /** The setting in the operator's words: `PINGONE_REGION`, `directories.workforce.region`. */
  label(name: Name): string;
  /** Said with whatever is required and missing: why it is needed at all. */
  readonly whyNeeded?: string | undefined;
}

export interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
}

const BYTE_ORDER_MARK = '\uFEFF';

/** Reads one group of settings. A mistake is noted in `problems`, and the answer is then undefined. */
export class SettingReader<Name extends string> {
  readonly source: SettingSource<Name>;
  readonly problems: ProblemList;

  constructor(source: SettingSource<Name>, problems: ProblemList) {
    this.source = source;
    this.problems = problems;
  }

  label(name: Name): string {
    return this.source.label(name);
  }

  /** Whether the operator said anything at all here. An empty environment variable says nothing. */
  isSet(name: Name): boolean {
    const raw = this.source.raw(name);
    return raw !== undefined && raw !== null && !(typeof raw === 'string' && tidy(raw) === '');
  }

  refuse(name: Name, expected: string, hint?: string): void {
    const received = describe(this.source.raw(name));
    this.problems.add({
      setting: this.label(name),
      expected,
      received,
      ...(hint === undefined ? {} : { hint }),
    });
  }

  /** A text without surrounding blanks, line ends or a byte order mark. */
  text(name: Name, expected: string): string | undefined {
    const raw = this.source.raw(name);
    if (!this.isSet(name)) return undefined;
    if (typeof raw !== 'string') {
      this.refuse(name, expected);
      return undefined;
    }
    const text = tidy(raw);
    if (isQuoted(text)) {
      this.refuse(name, expected, 'Remove the quotation marks around the value.');
      return undefined;
    }
    return text;
  }

  required(name: Name, expected: string, hint?: string): string | undefined {
    if (this.isSet(name)) return this.text(name, expected);
    const said = [this.source.whyNeeded, hint].filter((text) => text !== undefined).join(' ');
    this.refuse(name, expected, said === '' ? undefined : said);
    return undefined;
  }

  /** `true` or `false`, nothing else: a setting that allows changes is not guessed. */
  flag(name: Name, fallback: boolean): boolean {
    if (!this.isSet(name)) return fallback;
    const raw = this.source.raw(name);
    const text = typeof raw === 'string' ? tidy(raw).toLowerCase() : String(raw);
    if (text === 'true' || text === 'false') return text === 'true';
    this.refuse(name, 'true or false');
    return fallback;
  }

  /** A number in plain decimals within its range. */
  number(name: Name, { min, max, whole }: NumberRange): number | undefined {
    if (!this.isSet(name)) return undefined;
    const raw = this.source.raw(name);
    const text = typeof raw === 'string' ? tidy(raw) : String(raw);
    const value = /^-?\d+(\.\d+)?$/.test(text) && typeof raw !== 'boolean' ? Number(text) : Number.NaN;
    if (value >= min && value <= max && (!whole || Number.isInteger(value))) return value;
    this.refuse(name, `a ${whole ? 'whole number' : 'number'} from ${min} to ${max}`);
    return undefined;
  }
}

/** Without a byte order mark in front and without blanks and line ends around. */
export function tidy(text: string): string {
  return (text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text).trim();
}

/** Whether the quotation marks of an env file became part of the value. */
export function isQuoted(text: string): boolean {
  return text.length >= 2 && ['"', "'", '`'].some((mark) => text.startsWith(mark) && text.endsWith(mark));
}
