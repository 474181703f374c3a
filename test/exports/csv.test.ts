import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvLine, harmless, original } from '../../src/exports/csv.ts';
import { readCsv } from './read-csv.ts';

/** What spreadsheets take for the beginning of a formula, after what they pass over. */
const runs = /^[\s"]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/;

const nasty = fc.string({
  unit: fc.constantFrom(
    '=',
    '+',
    '-',
    '@',
    "'",
    '"',
    ';',
    ',',
    '\t',
    '\r',
    '\n',
    ' ',
    'a',
    '1',
    '\uFF1D',
    '|',
    '(',
    ')',
  ),
  maxLength: 12,
});
const text = fc.oneof(
  nasty,
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom("=cmd|' /C calc'!A0", 'a;=1+1', '"=1"'),
);

describe('CSV', () => {
  test('no cell is run, whichever separator the program that opens it is set to', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (cells) => {
        const line = csvLine(cells);
        const [read = []] = readCsv(line);
        for (const cell of read) expect(runs.test(cell), JSON.stringify(cell)).toBe(false);
        // Set to another separator, programs take no notice of quotes that begin within a cell.
        const others = line.split(/[;\t\r\n]/).slice(1);
        for (const cell of others) expect(runs.test(cell), JSON.stringify(cell)).toBe(false);
        for (const cell of read) expect(/^[\t\r\n]/.test(cell)).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  test('what was written can be read back exactly', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (cells) => {
        expect(readCsv(csvLine(cells))).toEqual([cells.map(harmless)]);
        expect(cells.map((cell) => original(harmless(cell)))).toEqual(cells);
      }),
      { numRuns: 1_000 },
    );
  });

  test('marks the same places as the rule in one expression does', () => {
    const rule = /(?<=^|[;\t\r\n])(?=[\s"]*[=+\-@'\uFF1D\uFF0B\uFF0D\uFF20])|^(?=[\t\r\n])/g;
    fc.assert(
      fc.property(text, (cell) => {
        expect(harmless(cell)).toBe(cell.replace(rule, "'"));
      }),
      { numRuns: 2_000 },
    );
  });

  // Looked through anew from each of its characters, these would take minutes.
  test.each(['\t', '\n', ';"', ' \r'])('a cell of very many %j is written at once', (piece) => {
    const cell = piece.repeat(200_000);
    const first = piece === '\t' || piece === '\n' ? "'" : '';
    expect(harmless(`${cell}a`)).toBe(`${first}${cell}a`);
    expect(original(harmless(`${cell}=1`))).toBe(`${cell}=1`);
  });

  test('leaves ordinary text as it is', () => {
    for (const plain of ['Ada Lovelace', 'ada@example.com', '2026-03-02T00:00:00.000Z', 'a-b', 'x = y'])
      expect(csvLine([plain])).toBe(`${plain}\r\n`);
    expect(csvLine(['=1+1', '+49 30', '-', '@x', "'quoted"])).toBe("'=1+1,'+49 30,'-,'@x,''quoted\r\n");
  });
});
