import { closest } from '../catalog/closest.ts';
import { compareText, qualified } from '../catalog/names.ts';
import type { Baseline } from './baseline.ts';
import type { Diagnostic } from './error.ts';
import { type Finding, type FindingItem, type Subject, subjectId, subjectText } from './finding.ts';
import { matchesGlob } from './glob.ts';
import { type GroupingRule, groupItems } from './group.ts';
import type { Suppressed } from './report.ts';

/** A suppression of the configuration. */
export interface ConfigSuppression {
  /** A rule's id, or `*` for all. */
  readonly rule: string;
  /** A glob over subject ids (`public.orders:user_id`) or the objects alone (`public.orders`, `orders`, `legacy.*`); everywhere when absent. */
  readonly at?: string;
  readonly reason: string;
}

/** A suppression written as a comment in the SQL, with what it speaks for: lines of its file, an object, or both. */
export interface CommentSuppression {
  readonly rules: readonly string[];
  /** Empty or absent is honoured, and told. */
  readonly reason?: string;
  readonly file?: string;
  /** Of the comment itself, from 1. */
  readonly line?: number;
  /** First and last line of the file: silences the cases that are written down there. */
  readonly covers?: { readonly from: number; readonly to: number };
  /** A table silences all that is about it; a column or index only that. */
  readonly at?: Subject;
}

export interface Suppressions {
  readonly config: readonly ConfigSuppression[];
  readonly comments: readonly CommentSuppression[];
  readonly baseline?: Baseline;
}

/** What the suppressions are judged against. */
export interface SuppressionContext {
  /** Every rule there is, by id: makes the headline anew, and knows misspelt ids. */
  readonly rules: ReadonlyMap<string, GroupingRule>;
  /** True for the rules that looked at the whole schema in this run: only for these is a silent suppression stale. */
  readonly ran: (rule: string) => boolean;
}

export interface SuppressionResult {
  readonly kept: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Takes out of the findings what the user silenced: by configuration, else by comment, else by baseline. A silenced
 * item leaves its finding; a finding without items leaves the list.
 * Tells of rule ids that do not exist, of comments without a reason and of entries that no longer match anything.
 */
export function applySuppressions(
  findings: readonly Finding[],
  suppressions: Suppressions,
  context: SuppressionContext,
): SuppressionResult {
  const used = new Set<ConfigSuppression | CommentSuppression>();
  const known = new Set(suppressions.baseline?.items);
  const seen = new Set<string>();
  const suppressed: Suppressed[] = [];

  const silences = (rule: string, item: FindingItem): Pick<Suppressed, 'by' | 'reason'> | undefined => {
    const config = suppressions.config.filter((entry) => configMatches(entry, rule, item));
    const comments = suppressions.comments.filter((entry) => commentMatches(entry, rule, item));
    for (const entry of [...config, ...comments]) used.add(entry);
    if (config[0]) return { by: 'config', reason: config[0].reason };
    if (comments[0]) return { by: 'comment', reason: comments[0].reason?.trim() || 'no reason given' };
    return known.has(item.id) ? { by: 'baseline', reason: 'known when the baseline was written' } : undefined;
  };

  const kept = findings.flatMap((finding) => {
    const items = finding.items.filter((item) => {
      seen.add(item.id);
      const silence = silences(finding.rule, item);
      if (silence) suppressed.push({ rule: finding.rule, item, ...silence });
      return !silence;
    });
    if (items.length === finding.items.length) return [finding];
    const rule = context.rules.get(finding.rule) ?? { ...finding, id: finding.rule, headline: () => finding.message };
    return groupItems(rule, items) ?? [];
  });

  const diagnostics = [
    ...suppressions.config.flatMap((entry) => configDiagnostics(entry, used.has(entry), context)),
    ...suppressions.comments.flatMap((entry) => commentDiagnostics(entry, used.has(entry), context)),
    ...baselineDiagnostics(
      [...known].filter((id) => !seen.has(id)),
      context,
    ),
  ];
  suppressed.sort((a, b) => compareText(a.item.id, b.item.id));
  return { kept, suppressed, diagnostics };
}

function configMatches({ rule: named, at }: ConfigSuppression, rule: string, item: FindingItem): boolean {
  if (named !== rule && named !== '*') return false;
  if (at === undefined) return true;
  return [subjectId(item.at), subjectText(item.at), qualified(item.at.object), item.at.object.name].some((text) =>
    matchesGlob(at, text),
  );
}

function commentMatches(entry: CommentSuppression, rule: string, item: FindingItem): boolean {
  if (!entry.rules.includes(rule) && !entry.rules.includes('*')) return false;
  return coversItem(entry, item) || (entry.at !== undefined && concerns(entry.at, item.at));
}

function coversItem({ file, covers }: CommentSuppression, item: FindingItem): boolean {
  if (!covers || !item.file || item.file.file !== file) return false;
  return item.file.line >= covers.from && item.file.line <= covers.to;
}

function concerns(comment: Subject, subject: Subject): boolean {
  if (qualified(comment.object) !== qualified(subject.object)) return false;
  const names = comment.names ?? [];
  if (names.length === 0) return true;
  return comment.kind === subject.kind && names.every((name) => subject.names?.includes(name));
}

function configDiagnostics(
  entry: ConfigSuppression,
  used: boolean,
  context: SuppressionContext,
): readonly Diagnostic[] {
  const where = entry.at === undefined ? '' : ` at ${entry.at}`;
  if (!isRule(entry.rule, context)) return [unknownRule(entry.rule, 'A suppression in the configuration', context)];
  if (used || !ranAll([entry.rule], context)) return [];
  return [stale(`The suppression of ${entry.rule}${where} in the configuration silences nothing`, 'Remove it.')];
}

function commentDiagnostics(
  entry: CommentSuppression,
  used: boolean,
  context: SuppressionContext,
): readonly Diagnostic[] {
  const place = {
    ...(entry.file === undefined ? {} : { file: entry.file }),
    ...(entry.line === undefined ? {} : { line: entry.line }),
  };
  const unknown = entry.rules.filter((rule) => !isRule(rule, context));
  const diagnostics: Diagnostic[] = unknown.map((rule) => unknownRule(rule, 'A comment', context));
  const what = `${entry.rules.join(', ')}${entry.at === undefined ? '' : ` for ${subjectText(entry.at)}`}`;
  if (!entry.reason?.trim()) {
    diagnostics.push({
      severity: 'warning',
      code: 'suppression-without-reason',
      message: `The comment that silences ${what} gives no reason`,
      hint: 'Write why after the rule: whoever reads it next must be able to judge it.',
    });
  }
  if (!used && unknown.length === 0 && ranAll(entry.rules, context)) {
    diagnostics.push(stale(`The comment that silences ${what} silences nothing`, 'Remove it.'));
  }
  return diagnostics.map((diagnostic) => ({ ...diagnostic, ...place }));
}

function baselineDiagnostics(unmatched: readonly string[], context: SuppressionContext): readonly Diagnostic[] {
  const gone = unmatched.filter((id) => {
    const rule = id.slice(0, Math.max(0, id.indexOf(':')));
    return !context.rules.has(rule) || context.ran(rule);
  });
  if (gone.length === 0) return [];
  const shown = gone.sort(compareText).slice(0, 5).join(', ');
  const more = gone.length > 5 ? ` and ${gone.length - 5} more` : '';
  const what =
    gone.length === 1
      ? '1 entry of the baseline no longer matches'
      : `${gone.length} entries of the baseline no longer match`;
  return [stale(`${what}: ${shown}${more}`, 'Write the baseline anew with --baseline write.')];
}

function isRule(rule: string, context: SuppressionContext): boolean {
  return rule === '*' || context.rules.has(rule);
}

/** A wildcard is only known to be idle when every rule ran. */
function ranAll(rules: readonly string[], context: SuppressionContext): boolean {
  return rules.every((rule) => (rule === '*' ? [...context.rules.keys()].every(context.ran) : context.ran(rule)));
}

function unknownRule(rule: string, who: string, context: SuppressionContext): Diagnostic {
  const near = closest(rule, context.rules.keys());
  return {
    severity: 'warning',
    code: 'suppression-of-unknown-rule',
    message: `${who} names the rule ${rule}, which does not exist`,
    hint: near === undefined ? 'relvar rules lists them all.' : `did you mean ${near}?`,
  };
}

function stale(message: string, hint: string): Diagnostic {
  return { severity: 'note', code: 'suppression-stale', message, hint };
}
