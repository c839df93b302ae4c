import { arrowAsSentence } from './arrows.ts';
import { withDataModels } from './markdown-tables.ts';
import { inOneNotation } from './model-notations.ts';
import { withoutFaces } from './plain-speech.ts';

/** A piece of a description that is read by itself: a heading, an item of a list, or a sentence. */
export interface Unit {
  readonly kind: 'heading' | 'item' | 'sentence';
  readonly text: string;
  /** From 1. */
  readonly line: number;
  /** Of an item: how far it is indented. */
  readonly indent: number;
  /** The last heading before it, without marks and numbers. */
  readonly heading: string;
  /** Of an item: what introduces its list, a line before it that ends with a colon or the item that it is indented under. */
  readonly lead?: Unit;
}

/** Stands in a line that other rules have read: nothing is left of it, and it parts what is before from what is behind. */
export const readElsewhere = '\u0000';

const marker = /^(\s*)(?:[-*•‣▪–]|\(?\d+(?:\.\d+)*[.)]|\(?[a-z][.)]|\[[ x]\])\s+(.*)$/i;
/** `2.1 The company operates vessels`: the number of a clause of a specification, and no quantity. */
const clauseMarker = /^(\s*)\d+(?:\.\d+)+\s+(\p{Lu}.*)$/u;
const section = /^\[([A-Z][A-Z0-9_ /&-]*)\]\s*(.*)$/;
const heading = /^(?:#{1,6}\s+(.*?)\s*#*|\*\*([^*]+?)\*\*:?|([A-Z][A-Z0-9 _/&:,-]{3,}):?)$/;
const numbered = /^\d+(?:\.\d+)*\.?\s+((?:[A-Z][\w&/-]*\s*){1,6})$/;

/** The units of a text in its order. Marks of Markdown are taken away; a table of Markdown is read row by row. */
export function readUnits(text: string): readonly Unit[] {
  const units: Unit[] = [];
  const leads: Unit[] = [];
  let title = '';
  let paragraph: { text: string; readonly line: number } | undefined;
  let bracketed = false;
  const add = (unit: Omit<Unit, 'heading'>) => {
    const made: Unit = { ...unit, heading: title };
    units.push(made);
    return made;
  };
  const flush = () => {
    if (!paragraph) return;
    leads.length = 0;
    for (const { text: one, line } of sentences(paragraph.text, paragraph.line)) {
      const made = add({ kind: 'sentence', text: one, line, indent: 0 });
      leads.length = 0;
      if (one.endsWith(':')) leads.push(made);
    }
    paragraph = undefined;
  };
  const underline = /^\s*(?:={3,}|-{3,}|\*{3,}|_{3,}|`{3}.*)\s*$/;
  const lines = inOneNotation(withDataModels(withoutFaces(text))).split('\n');
  for (const [at, raw] of lines.entries()) {
    const line = at + 1;
    const trimmed = raw.trim();
    if (trimmed === '' || trimmed === readElsewhere || underline.test(raw)) {
      flush();
      continue;
    }
    const inSection = section.exec(trimmed);
    const headed = inSection?.[1] ?? headingOf(trimmed) ?? chapterOf(lines, at) ?? titleOf(lines, at);
    if (headed !== undefined) {
      flush();
      bracketed = inSection !== null;
      leads.length = 0;
      title = plain(headed).replace(/:$/, '');
      units.push({ kind: 'heading', text: title, line, indent: 0, heading: title });
      if (inSection?.[2]) paragraph = { text: plain(inSection[2]), line };
      continue;
    }
    const item = marker.exec(raw) ?? clauseMarker.exec(raw) ?? /^(\s*)\|\s*(.*?)\s*\|?$/.exec(raw);
    if (item) {
      flush();
      const indent = (item[1] ?? '').replaceAll('\t', '    ').length;
      while (leads.length > 0 && isDeeper(leads.at(-1), indent)) leads.pop();
      const lead = leads.at(-1);
      const content = plain(item[2] ?? '');
      const parted = /^(?:[^:.]+|[^.]{20,})\.\s+(?:\d+\.\s+)?[A-Z]/.test(content)
        ? sentences(content, line).map((one) => one.text)
        : [content];
      const made = add({ kind: 'item', text: parted[0] ?? '', line, indent, ...(lead ? { lead } : {}) });
      for (const one of parted.slice(1)) add({ kind: 'sentence', text: one, line, indent: 0 });
      leads.push(made);
      continue;
    }
    // A line of its own that ends with a colon introduces what follows; a schema line stands by itself.
    const content = plain(trimmed);
    if (
      /^[\w" ]+\([^()]*(?:\([^()]*\)[^()]*)*\)[,;.]?$/.test(content) ||
      /^[\w ]{2,40}:(?:\s|$)/.test(content) ||
      arrowAsSentence(content) !== undefined
    ) {
      flush();
      paragraph = { text: content, line };
      flush();
    } else if (bracketed && paragraph && (paragraph.text.split('\n').at(-1) ?? '').length < 60) {
      // Within `[CONSTRAINTS]` each line is one, whatever it begins and ends with.
      flush();
      paragraph = { text: content, line };
    } else if (
      paragraph &&
      /^[A-Z\d]/.test(content) &&
      (/[.!?:;]$/.test(paragraph.text) || (paragraph.text.split('\n').at(-1) ?? '').length < 60)
    ) {
      flush();
      paragraph = { text: content, line };
    } else if (paragraph) paragraph.text += `\n${content}`;
    else paragraph = { text: content, line };
  }
  flush();
  return units;
}

function isDeeper(lead: Unit | undefined, indent: number): boolean {
  return lead?.kind === 'item' && lead.indent >= indent;
}

function headingOf(line: string): string | undefined {
  const found = heading.exec(line);
  if (found) return found[1] ?? found[2] ?? found[3];
  return numbered.exec(line)?.[1];
}

/** `2. Hospitals and requests` before `2.1 A hospital …`: what clauses of a specification stand under, and no clause. */
function chapterOf(lines: readonly string[], at: number): string | undefined {
  const [, number = '', title = ''] =
    /^(\d+(?:\.\d+)*)[.)]?\s+(\p{Lu}[^.!?;:]*):?$/u.exec((lines[at] ?? '').trim()) ?? [];
  if (title === '' || title.length > 60) return undefined;
  const next = lines.slice(at + 1).find((one) => one.trim() !== '') ?? '';
  return next.trim().startsWith(`${number}.`) && /^\s*\d+(?:\.\d+)+[.)]?\s/.test(next) && !says(title)
    ? title
    : undefined;
}

/** `A donor gives blood` is a clause that has clauses of its own. */
function says(title: string): boolean {
  return /^(?:an?|the|each|every|all)\s|\s(?:is|are|has|have|must|should|shall|may|can|will|belongs?)\s/i.test(title);
}

/** A line of its own between blank lines that is no sentence: `3. Contracts and billing`, `Background`. */
function titleOf(lines: readonly string[], at: number): string | undefined {
  const line = (lines[at] ?? '').trim();
  const after = (lines[at + 1] ?? '').trim();
  if ((lines[at - 1] ?? '').trim() !== '' || /[.!?:;,]$/.test(line) || line.length > 60) return undefined;
  const counted = /^\d+(?:\.\d+)*\.?\s+([A-Z][\w &/-]*)$/.exec(line)?.[1];
  if (counted !== undefined && after === '') return counted;
  if (/^[A-Z][a-z]+(?: [A-Za-z][a-z]+){0,2}$/.test(line) && /^[A-Z]/.test(after)) return line;
  // Between blank lines, and before what is a sentence or a list.
  const next = after === '' ? lines.slice(at + 1).find((one) => one.trim() !== '') : undefined;
  const opens = next !== undefined && (/[.!?]$/.test(next.trim()) || marker.test(next));
  return opens && /^[A-Z][a-z']*(?: [A-Za-z][a-z']*){0,5}$/.test(line) ? line : undefined;
}

/** The number of a requirement, a story or a query: `FR-12:`, `Q3:`, `US-4.`, `[REQ-7]`, `FR-2.1 The …`, `FR2 The …`. */
const numberOfItem =
  /^(?:[A-Z]{1,6}[- ]?\d+(?:\.\d+)*\s*[:.)–-]|\[[A-Z]{1,6}[-_ ]?\d+(?:\.\d+)*\]:?|(?:[A-Z]{1,6}-){1,2}\d+(?:\.\d+)*(?=\s+[A-Z])|(?:N?FR|REQ|UC|US|BR|DR|SR)\d+(?:\.\d+)*(?=\s+[A-Z])|[A-Z]{1,3}\d{1,3}(?=\s+(?:The|An?|Each|Every|All|When|If|For|It|As)\s))\s+/;

/** Without marks of emphasis and code. */
function plain(text: string): string {
  return text
    .replace(/\*\*|__|`/g, '')
    .replace(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .replace(numberOfItem, '')
    .replaceAll('’', "'")
    .replace(/[“”]/g, '"')
    .trim();
}

/** A full stop that ends no sentence: after an abbreviation, or within a number or a name. */
const abbreviation = /(?:\b(?:e\.g|i\.e|etc|vs|approx|incl|excl|no|nr|max|min|resp|cf|Mr|Mrs|Dr|St))$/i;

function sentences(text: string, line: number): readonly { readonly text: string; readonly line: number }[] {
  const found: { text: string; line: number }[] = [];
  let start = 0;
  let depth = 0;
  const push = (end: number) => {
    const part = text.slice(start, end);
    const before = text.slice(0, start + (part.length - part.trimStart().length));
    const content = part.trim().replace(/\s+/g, ' ').replace(numberOfItem, '');
    // The number of the next of several that stand in one line is none of its words.
    if (/[\p{L}\p{N}]/u.test(content) && !/^\(?\d{1,3}[.)]$/.test(content))
      found.push({ text: content, line: line + before.split('\n').length - 1 });
    start = end;
  };
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === '(' || character === '[') depth++;
    else if (character === ')' || character === ']') depth = Math.max(0, depth - 1);
    if (depth > 0 || !/[.!?;]/.test(character)) continue;
    const next = text[at + 1] ?? '\n';
    if (character === '.' && (!/\s/.test(next) || abbreviation.test(text.slice(start, at)))) continue;
    push(at + 1);
  }
  push(text.length);
  return found;
}
