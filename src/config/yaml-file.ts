import { LineCounter, parseDocument } from 'yaml';
import type { ProblemList } from './problems.ts';
import { MAX_FILE_BYTES, type ReadFile, whyUnreadable } from './read-file.ts';

/** Settings as they were written: keys in order, values of any kind. A Map: `__proto__` is a key like others in it. */
export type Settings = ReadonlyMap<string, unknown>;

/** An alias that stands for aliases of aliases grows without end; a configuration needs a handful. */
const MAX_ALIASES = 20;

/**
 * Reads the configuration file into plain maps; undefined (and the mistake noted) when that is not possible.
 * The parser's own messages are not repeated: they quote the line, and the line may hold a secret.
 */
export function readYamlFile(path: string, readFile: ReadFile, problems: ProblemList): Settings | undefined {
  const text = readText(path, readFile, problems);
  if (text === undefined) return undefined;
  const lineCounter = new LineCounter();
  const document = parseDocument(text, {
    lineCounter,
    prettyErrors: false,
    uniqueKeys: true,
    merge: false,
    strict: true,
  });
  // The faults after the first one mostly follow from it.
  const [fault] = [...document.errors, ...document.warnings].toSorted((a, b) => a.pos[0] - b.pos[0]);
  if (fault !== undefined) {
    const { line, col } = lineCounter.linePos(fault.pos[0]);
    problems.add({
      setting: `${path}, line ${line}, column ${col}`,
      expected: 'well-formed YAML',
      received: FAULTS[fault.code] ?? `a fault of the kind ${fault.code.toLowerCase().replaceAll('_', ' ')}`,
    });
    return undefined;
  }
  const value = toMaps(document);
  problems.hideLookalikes(value);
  if (value instanceof Map) return value;
  problems.add({
    setting: path,
    expected: 'settings, with at least one directory under `directories:`',
    received:
      value === TOO_MANY_ALIASES
        ? 'more aliases than a configuration needs'
        : value === null
          ? 'an empty file'
          : 'something else',
  });
  return undefined;
}

const FAULTS: Readonly<Partial<Record<string, string>>> = {
  DUPLICATE_KEY: 'a key that stands twice in the same group',
  TAB_AS_INDENT: 'a tab as indentation; YAML wants blanks',
  MULTIPLE_DOCS: 'more than one document',
  TAG_RESOLVE_FAILED: 'a tag (!) that is not known',
  BAD_INDENT: 'indentation that does not fit',
};

const TOO_MANY_ALIASES = Symbol('too many aliases');

function toMaps(document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS({ mapAsMap: true, maxAliasCount: MAX_ALIASES });
  } catch {
    return TOO_MANY_ALIASES;
  }
}

function readText(path: string, readFile: ReadFile, problems: ProblemList): string | undefined {
  try {
    const { text } = readFile(path);
    if (text.length <= MAX_FILE_BYTES) return text;
    problems.add({
      setting: path,
      expected: 'a configuration file of at most 1 MB',
      received: 'a larger one',
    });
  } catch (error) {
    problems.add({
      setting: path,
      expected: 'the path of a readable configuration file',
      received: whyUnreadable(error),
      hint: 'It comes from --config or ROLLCALL_CONFIG.',
    });
  }
  return undefined;
}
