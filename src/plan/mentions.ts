import type { Change } from '../catalog/change.ts';
import { descendants } from '../catalog/descendants.ts';
import { displayName, type QualifiedName, qualified } from '../catalog/names.ts';
import type { Table } from '../catalog/table.ts';
import type { Hold } from '../engines/procedure.ts';

/** What a change speaks of: relations, types and routines by their qualified names, and all its text. */
export interface Mentions {
  readonly names: ReadonlySet<string>;
  /** The same without their schemas. */
  readonly bareNames: ReadonlySet<string>;
  readonly text: string;
}

/**
 * Everything that has a schema and a name is a thing of the schema; every text may be an expression that names one. A
 * column's new type is that of all tables below its own, too.
 */
export function mentionsOf(change: Change, tables: readonly Table[]): Mentions {
  const found: QualifiedName[] = change.kind === 'change type' ? [...descendants(change.table, tables)] : [];
  const texts: string[] = [];
  collect(change, found, texts);
  return {
    names: new Set(found.map(qualified)),
    bareNames: new Set(found.map(({ name }) => name)),
    text: texts.join('\n'),
  };
}

function collect(value: unknown, names: QualifiedName[], texts: string[]): void {
  if (typeof value === 'string') texts.push(value);
  else if (Array.isArray(value)) for (const one of value) collect(one, names, texts);
  else if (value !== null && typeof value === 'object') {
    if (isName(value)) names.push(value);
    for (const one of Object.values(value)) collect(one, names, texts);
  }
}

function isName(value: object): value is QualifiedName {
  return 'schema' in value && 'name' in value && typeof value.schema === 'string' && typeof value.name === 'string';
}

/** Whether a word stands in the text, quoted or not. */
export function hasWord({ text }: Pick<Mentions, 'text'>, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const [before = '', after = ''] = [text[at - 1], text[at + word.length]];
    if (!/[\w$]/.test(before) && !/[\w$]/.test(after)) return true;
  }
  return displayName(word) !== word && text.includes(displayName(word));
}

/** Whether a later change has to wait for what is held. */
export function isHeld(change: Change, mentions: Mentions, hold: Hold): boolean {
  if (hold.relation !== undefined && !mentions.names.has(qualified(hold.relation))) return false;
  if (hold.kinds !== undefined && !hold.kinds.includes(change.kind)) return false;
  return hold.word === undefined ? hold.kinds !== undefined : hasWord(mentions, hold.word);
}
