import { type DocumentNode, Kind, visit } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** Media types in which an answer can come in parts. */
const inParts = /(?:^|[\s,])(?:multipart\/mixed|text\/event-stream)\s*(?:$|[;,])/i;

/**
 * Answers `@defer` and `@stream` in one piece where the caller's `Accept` names no media type that an answer in parts could have:
 * both only allow it, and a refusal would help nobody.
 */
export function useWholeAnswers(): Plugin {
  return {
    onExecute({ args, context }) {
      if (inParts.test(context.request.headers.get('accept') ?? '')) return;
      args.document = inOnePiece(args.document);
    },
  };
}

const known = new WeakMap<DocumentNode, DocumentNode>();

/** The same document without what asks for parts; documents are kept by the parser, and so is what becomes of them. */
function inOnePiece(document: DocumentNode): DocumentNode {
  const before = known.get(document);
  if (before !== undefined) return before;
  const whole: DocumentNode = visit(document, {
    [Kind.DIRECTIVE]: ({ name: { value } }) => (value === 'defer' || value === 'stream' ? null : undefined),
  });
  known.set(document, whole);
  return whole;
}
