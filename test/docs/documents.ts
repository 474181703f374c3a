import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The text of a file of the project. */
export function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** The paths of all files below a folder, from there. */
export function list(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
}

/** The texts of all TypeScript files below a folder, as one. */
export function sources(folder: string): string {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => read(join(folder, name)))
    .join('\n');
}

/** The contents of fenced blocks of one language, in order. */
export function fenced(markdown: string, language: string): readonly string[] {
  return [...markdown.matchAll(new RegExp(`^ *\`\`\`${language}\\n([^]*?)^ *\`\`\`$`, 'gm'))].map(
    (match) => match[1] ?? '',
  );
}

/** The part of a document below a heading, up to the next one of the same rank. */
export function section(markdown: string, heading: string): string {
  const from = markdown.indexOf(`${heading}\n`);
  if (from < 0) throw new Error(`There is no heading "${heading}".`);
  const rank = heading.split(' ', 1)[0] ?? '';
  const to = markdown.indexOf(`\n${rank} `, from);
  return markdown.slice(from, to < 0 ? undefined : to);
}

/** The cells of all tables' rows but their heads and lines. */
export function tableRows(markdown: string): readonly (readonly string[])[] {
  const lines = markdown.split('\n').map((line) => line.trim());
  return lines
    .filter((line, index) => line.startsWith('|') && !isRule(line) && !isRule(lines[index + 1] ?? ''))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
}

function isRule(line: string): boolean {
  return /^\|[\s|:-]+\|$/.test(line);
}

/** The words between backticks, those of fenced blocks left out. */
export function quoted(text: string): readonly string[] {
  return [...text.replaceAll(/^```[^]*?^```$/gm, '').matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? '');
}

/** Links of a document to files of the project that are not there. */
export function deadLinks(path: string): readonly string[] {
  const targets = [...read(path).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '');
  return targets
    .filter((target) => !/^(https?:|#)/.test(target))
    .map((target) => target.split('#', 1)[0] ?? '')
    .filter((target) => !existsSync(resolve(root, dirname(path), target)));
}

/** Links of a document to headings that are not there. */
export function deadAnchors(path: string): readonly string[] {
  const targets = [...read(path).matchAll(/\]\(([^)\s]*#[^)\s]+)\)/g)].map((match) => match[1] ?? '');
  return targets
    .filter((target) => !/^https?:/.test(target))
    .filter((target) => {
      const [file = '', anchor = ''] = target.split('#', 2);
      const document = file === '' ? path : join(dirname(path), file);
      return document.endsWith('.md') && !anchorsOf(read(document)).has(anchor);
    });
}

/** The anchors that a heading gets: its words in small letters, without marks, joined by dashes. */
function anchorsOf(markdown: string): ReadonlySet<string> {
  const headings = [...markdown.matchAll(/^#+ (.+)$/gm)].map((match) => match[1] ?? '');
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

/** The Markdown files of a folder. */
export function documentsIn(folder: string): readonly string[] {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
}

/** Whether a path of the project exists. */
export function exists(path: string): boolean {
  return existsSync(join(root, path));
}
