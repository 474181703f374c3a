import { type Finding, findingSubjectTypes, type FindingSubjectType } from '../model/finding.ts';
import { Turns } from '../upstream/turns.ts';
import type { Answers } from './answers.ts';

export type AnswersBySubject = Readonly<Record<FindingSubjectType, Answers>>;

/** All findings that are kept, kind by kind and subject by subject. */
export async function keptIn(answers: AnswersBySubject): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const turns = new Turns();
  for (const type of findingSubjectTypes) {
    for (const [row, kept] of answers[type].kept.entries()) {
      for (const finding of kept) findings.push(finding);
      if (row % 64 === 0 && turns.isOver) await turns.pause();
    }
  }
  return findings;
}

/** The same, of a list that was made before: users stand where they stood, and few have other findings. */
export async function keptAgain(
  answers: AnswersBySubject,
  before: { readonly findings: readonly Finding[]; readonly answers: AnswersBySubject },
): Promise<readonly Finding[]> {
  const [now, was] = [answers.USER.kept, before.answers.USER.kept];
  const parts: (readonly Finding[])[] = [];
  let [from, at] = [0, 0];
  const turns = new Turns();
  for (const [row, kept] of now.entries()) {
    const old = was[row] ?? [];
    if (kept !== old) {
      // The rows up to here are a piece of what was there.
      parts.push(before.findings.slice(from, at), kept);
      from = at + old.length;
    }
    at += old.length;
    if (row % 1_024 === 0 && turns.isOver) await turns.pause();
  }
  parts.push(before.findings.slice(from, at));
  const { USER: _, ...others } = answers;
  for (const type of findingSubjectTypes) if (type !== 'USER') parts.push(others[type].kept.flat());
  return await joined(parts, turns);
}

/** Parts that are joined by one call: it takes no more than some hundred thousand arguments. */
const joinedAtOnce = 10_000;

/** One list of many: copied piece by piece, which is many times quicker than finding by finding. */
async function joined(parts: readonly (readonly Finding[])[], turns: Turns): Promise<readonly Finding[]> {
  const pieces: (readonly Finding[])[] = [];
  for (let at = 0; at < parts.length; at += joinedAtOnce) {
    pieces.push(none.concat(...parts.slice(at, at + joinedAtOnce)));
    if (turns.isOver) await turns.pause();
  }
  return pieces.length === 1 ? (pieces[0] ?? none) : none.concat(...pieces);
}

const none: readonly Finding[] = [];
