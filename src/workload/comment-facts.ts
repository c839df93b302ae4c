import { parseQuantity, parseRate } from '../config/quantity.ts';
import { RelvarError } from '../findings/error.ts';
import { parseDuration } from './duration.ts';

/** What the comments before a query say of it. */
export interface CommentFacts {
  readonly name?: string;
  readonly callsPerSecond?: number;
  readonly goalMilliseconds?: number;
  /** Rows that one call changes or deletes. */
  readonly rowsPerCall?: number;
}

const fact = /^(?:--|\/\*)[-*!\s]*(name|calls|goal|rows)\s*:\s*(.*?)\s*(?:\*\/)?$/i;

/** How code generators say what a query gives: `-- name: GetOrder :one`. */
const resultMark = /\s+:(?:one|many|exec|execrows|execresult|execlastid|batch\w*|copyfrom)$/;

/**
 * Reads `-- name: …`, `-- calls: 2340/h`, `-- goal: 100ms`, `-- rows: 2000`; the last of a kind counts.
 * @param broken  is told of what is not understood, which is then passed over
 * @throws RelvarError `bad-quantity`, `bad-duration` with the comment's place, without `broken`
 */
export function commentFacts(
  comments: readonly { readonly text: string; readonly where: string }[],
  broken?: (error: RelvarError) => void,
): CommentFacts {
  let facts: CommentFacts = {};
  for (const { text, where } of comments) {
    const [, kind, value = ''] = fact.exec(text.trim()) ?? [];
    if (kind === undefined || value === '') continue;
    const what = `${where}: ${kind.toLowerCase()}`;
    try {
      if (/^name$/i.test(kind)) facts = { ...facts, name: value.replace(resultMark, '') };
      else if (/^calls$/i.test(kind)) facts = { ...facts, callsPerSecond: parseRate(value, what) };
      else if (/^rows$/i.test(kind)) facts = { ...facts, rowsPerCall: parseQuantity(value, what) };
      else facts = { ...facts, goalMilliseconds: parseDuration(value, what) };
    } catch (error) {
      if (!broken || !(error instanceof RelvarError)) throw error;
      broken(error);
    }
  }
  return facts;
}
