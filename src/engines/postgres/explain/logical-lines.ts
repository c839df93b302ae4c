import { isOpen, openQuote } from './identifiers.ts';
import { columnOf, type Line } from './lines.ts';
import { knownLabels } from './text-fact.ts';
import { type NodeLine, readNodeLine } from './text-node.ts';
import { isPlanFact } from './text-totals.ts';

/** A line as EXPLAIN wrote it, put together again where a paste broke it. */
export type LogicalLine = {
  /** Where it begins, spaces from the left. */
  readonly column: number;
  readonly number: number;
} & (
  | { readonly kind: 'node'; readonly arrow: boolean; readonly node: NodeLine }
  | { readonly kind: 'subplan'; readonly name: string }
  | { readonly kind: 'fact'; readonly label: string; readonly value: string }
  | { readonly kind: 'worker'; readonly worker: number; readonly jit: boolean; readonly rest: string }
  | { readonly kind: 'trigger'; readonly text: string }
  /** A line that begins as a node does, but whose figures are broken. */
  | { readonly kind: 'broken'; readonly text: string }
  | { readonly kind: 'other'; readonly text: string }
  | { readonly kind: 'blank' }
);

/** What a line by itself looks like. */
type Look = 'arrow' | 'root' | 'subplan' | 'fact' | 'label' | 'blank' | 'other';

interface Draft {
  readonly column: number;
  readonly number: number;
  readonly look: Look;
  /** The column from that of the root. */
  readonly depth: number;
  /** From its first character on. */
  text: string;
  /** What it was put together of. */
  readonly pieces: string[];
  /** The length of the last piece of it as it stands in the paste. */
  length: number;
}

/** The lines of a text plan, joined where they were wrapped or where a constant holds line breaks. */
export function logicalLines(lines: readonly Line[]): readonly LogicalLine[] {
  const looks = lines.map((line) => lookOf(line.text));
  const base = Math.min(
    ...lines.map((line, at) => (looks[at] === 'root' || looks[at] === 'fact' ? columnOf(line.text) : 1000)),
  );
  const width = Math.max(
    0,
    ...lines.map((line, at) =>
      /^(?:arrow|root|subplan|fact|label)$/.test(looks[at] ?? '') ? line.text.trimEnd().length : 0,
    ),
  );
  const paste = { width, cut: isCut(lines, looks, width) };
  const drafts: Draft[] = [];
  for (const [at, line] of lines.entries()) {
    const look = looks[at] ?? 'other';
    const column = columnOf(line.text);
    const text = line.text.slice(column).trimEnd();
    const length = line.text.trimEnd().length;
    const depth = column - base;
    const last = drafts.at(-1);
    // An empty line within a constant.
    if (last && look === 'blank' && last.look !== 'blank' && openQuote(last.text) === "'") last.text += '\n';
    // A node's line that a client broke in two paragraphs.
    else if (last && look === 'blank' && /^(?:arrow|root)$/.test(last.look) && isOpen(last.text)) continue;
    // The first word of a line was cut: what the line is shows when it is whole.
    else if (last && paste.cut && last.look === 'other' && last.length === width && column <= 1) {
      const whole = last.text + line.text.trimEnd();
      drafts[drafts.length - 1] = { ...last, look: lookOf(whole), text: whole, pieces: [whole], length };
    } else if (last && continues(last, look, text, depth, width)) {
      // Where lines are cut, the spaces of the rest are its own.
      const rest = paste.cut ? line.text.trimEnd() : text;
      last.text = joined(last, rest, depth, paste);
      last.pieces.push(rest);
      last.length = length;
    } else drafts.push({ column, number: line.number, look, depth, text, pieces: [text], length });
  }
  return drafts.map((draft) => read(draft, paste));
}

/** How long the lines of a paste are, and whether longer ones were cut there, wherever that was. */
interface Paste {
  readonly width: number;
  readonly cut: boolean;
}

/**
 * Between words lines are broken at this length and that, otherwise at one. Where that does not tell, a node does that
 * can be read in one way alone.
 */
function isCut(lines: readonly Line[], looks: readonly Look[], width: number): boolean {
  const broken = lines.flatMap((line, at) => {
    const next = lines[at + 1];
    const isBroken = next && looks[at] !== 'blank' && looks[at] !== 'other' && looks[at + 1] === 'other';
    return isBroken ? [{ text: line.text.trimEnd(), next: next.text.trimEnd() }] : [];
  });
  // A space at the end is no longer there.
  if (width < 60 || broken.length === 0 || broken.some(({ text }) => text.length < width - 2)) return false;
  const votes = broken.flatMap(({ text, next }) => {
    const reads = (seam: string) => readNodeLine(`${text}${seam}${next}`.replace(/^\s*->\s*/, ''))?.hasFigures === true;
    return text.length < width || reads('') === reads(' ') ? [] : [reads('')];
  });
  // Terminals are 80, 100, 120 wide, mail is filled at 72, 76, 78.
  return votes.length > 0 ? votes.every((cut) => cut) : width % 10 === 0 || width === 132;
}

const subplan = /^(?:(?:InitPlan|SubPlan) \w+(?: \(returns [^)]*\))?|CTE .+)$/;
const worker = /^(JIT for worker|Worker) (\d+):\s*(.*)$/is;
const trigger = /^Trigger\b.*: (?:time=\d+(?:\.\d+)? )?calls=\d+$/s;
const label = /^([A-Z][\w/.-]*(?: [\w/.()-]+){0,5}):(?:\s+(.*))?$/s;

function lookOf(text: string): Look {
  const trimmed = text.trim();
  if (trimmed === '') return 'blank';
  if (/^->(?:\s|$)/.test(trimmed)) return 'arrow';
  if (subplan.test(trimmed) && !/: |\(cost=/.test(trimmed)) return 'subplan';
  if (worker.test(trimmed) || /^Trigger\b.*: (?:time|calls)=/.test(trimmed)) return 'fact';
  const name = label.exec(trimmed)?.[1];
  if (name !== undefined && knownLabels.has(name)) return 'fact';
  if (isRoot(trimmed)) return 'root';
  return name === undefined ? 'other' : 'label';
}

function isRoot(text: string): boolean {
  if (!/^[A-Z]/.test(text)) return false;
  const read = readNodeLine(text);
  // Wrapped within its figures it is still a node.
  return read ? read.known || read.hasFigures : /^[A-Z][A-Za-z]+.*\s\(cost=\d[\d.]*(?: |$)/.test(text);
}

/** True when a line is not one of its own but the rest of the one before. */
function continues(last: Draft, look: Look, text: string, depth: number, width: number): boolean {
  if (look === 'blank' || last.look === 'blank') return false;
  if (look === 'arrow') return false;
  const isNode = last.look === 'arrow' || last.look === 'root';
  // `Rows Removed by` and `Filter: 12`.
  if (startsLabel(`${last.text} ${text}`) && !startsLabel(last.text)) return true;
  const quote = openQuote(last.text);
  if (look === 'fact' || look === 'label') {
    // No property of a node stands as far to the left as the root.
    const name = label.exec(text)?.[1] ?? '';
    const stray = depth < 2 && last.depth >= 2 && last.look === 'fact' && !isPlanFact(name) && !/^Trigger\b/.test(text);
    if (stray && last.length + 1 + (text.split(/\s/)[0]?.length ?? 0) > width) return true;
  }
  if (look === 'subplan' || look === 'fact' || look === 'root') {
    // In a constant with line breaks anything may stand, but hardly where the next property would.
    if (quote === "'" && depth !== last.depth && last.look !== 'other') return true;
    return (
      isNode &&
      look === 'root' &&
      !complete(last.text) &&
      /\(cost=|\(actual/.test(text) &&
      !/\(cost=/.test(last.text) &&
      readNodeLine(text)?.known !== true
    );
  }
  if (isNode) return /^\((?:cost=|actual |never )/.test(text) || lacks(last.text, look, text);
  if (last.look === 'other') return false;
  if (/^Settings:/.test(last.text) && !/(?:'|NULL)$/.test(last.text)) return true;
  if (isOpen(last.text) || /[,=]$|\b(?:AND|OR|NOT)$/.test(last.text)) return true;
  // Wrapped between words: the next word would not have fitted on the line.
  const word = text.split(/\s/)[0] ?? '';
  return look === 'other' && last.length + 1 + word.length > width && last.length <= width && width >= 40;
}

/** True when a node's line needs what comes after it. */
function lacks(node: string, look: Look, text: string): boolean {
  if (complete(node)) return false;
  if (isOpen(node)) return true;
  if (look === 'label') return false;
  // With COSTS OFF there are no figures to wait for.
  const reads = (line: string) => readNodeLine(line.replace(/^->\s*/, ''))?.known === true;
  return !reads(node) || reads(`${node} ${text}`) || /\((?:cost=|actual )/.test(text);
}

function startsLabel(text: string): boolean {
  const name = /^([A-Z][^:]*):/.exec(text)?.[1];
  return name !== undefined && knownLabels.has(name);
}

/** True when a node's line needs nothing more. */
function complete(text: string): boolean {
  return /\((?:cost=.*|actual .*|never executed)\)\s*$/s.test(text) && !isOpen(text);
}

function joined(last: Draft, text: string, depth: number, { width, cut }: Paste): string {
  if (openQuote(last.text) === "'" && last.length + 1 + (text.split(/\s/)[0]?.length ?? 0) <= width)
    return `${last.text}\n${' '.repeat(Math.max(0, depth))}${text}`;
  // A line that is a little shorter had a space there.
  return cut && last.length === width ? last.text + text : `${last.text} ${text}`;
}

/** A node's pieces put together in the way that can be read, first as the rest of the paste is broken. */
function nodeOf(pieces: readonly string[], { cut }: Paste): NodeLine | undefined {
  const seams = cut ? ['', ' '] : [' ', ''];
  let candidates = [''];
  for (const [at, piece] of pieces.slice(0, 8).entries()) {
    candidates = candidates.flatMap((before) => (at === 0 ? [piece] : seams.map((seam) => before + seam + piece)));
  }
  for (const text of candidates) {
    const node = readNodeLine(text.replace(/^->\s*/, ''));
    if (node?.known) return node;
  }
  return readNodeLine(pieces.join(seams[0]).replace(/^->\s*/, ''));
}

function read(draft: Draft, paste: Paste): LogicalLine {
  const { column, number, look, text } = draft;
  const at = { column, number };
  switch (look) {
    case 'blank':
      return { ...at, kind: 'blank' };
    case 'arrow':
    case 'root': {
      const node = nodeOf(draft.pieces, paste) ?? withoutFigures(text.replace(/^->\s*/, ''));
      return node ? { ...at, kind: 'node', arrow: look === 'arrow', node } : { ...at, kind: 'broken', text };
    }
    case 'subplan':
      return { ...at, kind: 'subplan', name: text };
    case 'fact':
    case 'label': {
      const work = worker.exec(text);
      if (work) {
        const jit = work[1] !== 'Worker';
        return { ...at, kind: 'worker', worker: Number(work[2]), jit, rest: work[3] ?? '' };
      }
      if (trigger.test(text)) return { ...at, kind: 'trigger', text };
      const [, name = '', value = ''] = label.exec(text) ?? [];
      return { ...at, kind: 'fact', label: name, value };
    }
    default:
      return { ...at, kind: 'other', text };
  }
}

/** A node that neither PostgreSQL nor a rule of names knows, without figures: COSTS OFF on an extension's node. */
function withoutFigures(text: string): NodeLine | undefined {
  if (!/^[A-Z]\w*(?: \w+)*$/.test(text)) return undefined;
  const node = { 'Node Type': text, 'Parallel Aware': false, 'Async Capable': false };
  return { node, known: false, hasFigures: false };
}
