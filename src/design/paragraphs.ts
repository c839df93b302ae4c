import { newKeys, piecesOf, type TextPart, type TextParts } from '../catalog/text-parts.ts';

const making =
  /^(?:--.*\n|\s)*create\s+(?:or\s+replace\s+)?(?:unique\s+|fulltext\s+|virtual\s+|temporary\s+)*(\w+)\s+(?:if\s+not\s+exists\s+)?([`"\w.]+)/i;

/**
 * A script by its paragraphs, known by what they make, and tables by their lines: the parts of a script of which nothing
 * is known but that it was written here, each statement with an empty line behind it and each column on a line.
 */
export async function paragraphParts(script: string): Promise<TextParts> {
  const keys = newKeys();
  const body = script.trimEnd();
  const parts = piecesOf(body, /\n[ \t]*\n/).map(({ lead, text }): TextPart => {
    const [, kind = '', name = ''] = making.exec(text) ?? [];
    const key = name === '' ? text : `${kind.toLowerCase()} ${unquoted(name)}`;
    const inner = kind.toLowerCase() === 'table' ? lineParts(text) : undefined;
    return { key: keys(key), lead, text, trail: '', ...(inner ? { inner } : {}) };
  });
  return { head: '', parts, end: script.slice(body.length), separator: '' };
}

/** The lines between the parentheses of a table, each a column or a constraint. */
function lineParts(text: string): TextParts | undefined {
  const [, head = '', body = '', end = ''] = /^([^(]*\()(\n[\s\S]*)(\n\)[^\n]*)$/.exec(text) ?? [];
  if (head === '') return undefined;
  const keys = newKeys();
  const lines = body.slice(1).split('\n');
  const parts = lines.map((line): TextPart => {
    const [, lead = '', own = line] = /^(\s*)(.*?),?$/.exec(line) ?? [];
    const name = /^(?:constraint\s+)?([`"\w]+)/i.exec(own)?.[0];
    return { key: keys(name === undefined ? own : unquoted(name)), lead: `\n${lead}`, text: own, trail: '' };
  });
  return { head, parts, end, separator: ',' };
}

function unquoted(name: string): string {
  return name.replaceAll(/[`"]/g, '').toLowerCase();
}
