/** What a comment asks for: the rules to silence beside it, and why. */
export interface SuppressionRequest {
  readonly rules: readonly string[];
  readonly reason?: string;
}

/**
 * Reads a suppression out of an SQL comment, with or without its marks, or nothing when it is none:
 * `-- relvar-ignore rule-id, other-rule: the reason`. Without a rule it silences nothing.
 */
export function suppressionComment(comment: string): SuppressionRequest | undefined {
  const text = comment.replace(/^\s*(--+|\/\*+)/, '').replace(/\*+\/\s*$/, '').trim();
  const match = /^relvar-ignore\s+([^:]+?)\s*(?::([\s\S]*))?$/.exec(text);
  if (!match) return undefined;
  const rules = (match[1] ?? '').split(/[\s,]+/).filter((rule) => rule !== '');
  const reason = (match[2] ?? '').replaceAll(/\s+/g, ' ').trim();
  return { rules, ...(reason === '' ? {} : { reason }) };
}
