import { capital, plural } from '../../../catalog/words.ts';
import type { Cause, NotUnderstood } from '../../model.ts';
import { isClause } from '../clause.ts';
import { identifier, splitList } from '../phrase.ts';
import type { Statement } from '../statement.ts';
import { readElsewhere } from '../text.ts';
import { type NoteLine, noteLineAt } from './lines.ts';
import { isAct, type Member, membersOf } from './member.ts';

/** `display`, where only flying displays have a list. */
function wholeName(name: string, named: readonly string[]): string {
  const longer = named.filter((one) => one.endsWith(`_${name}`));
  return named.includes(name) || longer.length !== 1 ? name : (longer[0] ?? name);
}

/** A note whose members are read. */
interface Note {
  readonly line: NoteLine;
  readonly members: readonly Member[];
  readonly unread: readonly string[];
}

/**
 * Takes the lists without verbs out of a text: a line for each thing, with what is kept of it. What is left has its lines where they
 * were, and the sentences that stand behind a list.
 */
export function takeNotes(text: string): {
  readonly rest: string;
  readonly statements: readonly Statement[];
  readonly notUnderstood: readonly NotUnderstood[];
} {
  const lines = text.split('\n');
  const found = lines.flatMap((_, at) => {
    const line = noteLineAt(lines, at);
    return line && piecesOf(line.list).every((one) => isShort(one)) ? [noteOf(line)] : [];
  });
  const named = found.map(({ line }) => line.name);
  const things = found.filter(({ line }) => !line.between).map(({ line }) => line.name);
  const sure = found.filter((one) => shareTold(one, named) >= 1 / 2);
  // Among several that are sure, one of whose members few tell what they are is a list as well.
  const notes = sure.length >= 3 ? found.filter((one) => shareTold(one, named) >= 1 / 4) : sure;
  if (notes.length < 2) return { rest: text, statements: [], notUnderstood: [] };
  for (const { line } of notes) {
    lines.fill(readElsewhere, line.line - 1, line.end);
    lines[line.line - 1] = withSubject(line);
  }
  return {
    rest: lines.join('\n'),
    statements: notes.flatMap((one) => statementsOf(one, things)),
    notUnderstood: notes.flatMap(({ line, unread }) =>
      unread.map((words) => ({ words, line: line.line, why: 'nothing was made of it in this list' })),
    ),
  };
}

function noteOf(line: NoteLine): Note {
  const members: Member[] = [];
  const unread: string[] = [];
  for (const words of piecesOf(line.list)) {
    const before = members.at(-1);
    if (/^(?:must be )?unique$/i.test(words) && before) {
      members[members.length - 1] = { ...before, column: { ...before.column, unique: true }, telling: true };
      continue;
    }
    const found = membersOf(words);
    members.push(...found);
    if (found.length === 0) unread.push(words);
  }
  return { line, members, unread };
}

/** The members of a list; `from / to` are two of them, whatever stands before. */
function piecesOf(list: string): readonly string[] {
  const plain = list
    .replace(
      /((?:[a-z]+ ){0,2})\b(from|start|valid from)\s*[/+–-]\s*(to|until|end)\b/gi,
      (_, of: string, one: string, other: string) => `${of}${one}, ${of}${other}`,
    )
    .replace(/\[([^\][]*)\]/g, (_, inside: string) => `(${inside.replaceAll('|', ', ')})`)
    .replace(/\s[–—]\s|\.\s+/g, ', ');
  return plain.split(/[,;](?![^(]*\))/).flatMap((one) => splitList(one));
}

/** A few words, and no sentence. */
function isShort(piece: string): boolean {
  if (piece.split(' ').length > 9) return false;
  return (
    /^(?:which|who|whose|whom|when|where|whether|how|what|if|by|the)\s/i.test(piece) ||
    (!/\s(?:is|are|was|has|have|shall|must|can|may|should|will)\s/i.test(piece) &&
      !/^(?:each|every|an?|one|no)\s+(?:\S+\s+){2}/i.test(piece) &&
      (isAct(piece) || !isClause(piece.replace(/\([^)]*\)/g, ''))))
  );
}

/** How many of its members are told to be properties, by their words or because they name another thing that has a list. */
function shareTold({ line, members, unread }: Note, named: readonly string[]): number {
  const names = ({ column: { noun } }: Member) =>
    noun !== undefined && named.some((one) => one === noun || one.endsWith(`_${noun}`) || noun.endsWith(`_${one}`));
  const telling = members.filter((one) => one.telling || names(one)).length;
  const all = members.length + unread.length;
  if (unread.length * 3 > all) return 0;
  const [only] = members;
  return all > 1 || (only?.column.noun !== undefined && only.column.noun !== only.column.name) || line.ends.length > 0
    ? telling / all
    : 0;
}

/** What stands behind a list is told of the thing: `each run by a beekeeper`, `goes into batches`. */
function withSubject({ name, rest }: NoteLine): string {
  if (rest === '') return readElsewhere;
  const who = `each ${name.replaceAll('_', ' ')}`;
  const told = rest
    .replace(/^(?:each|every)(?: one)?\s+(?=[a-z]+(?:ed|un|en|wn|ept|eld)\s+(?:by|in|at|on|to)\b)/i, `${who} is `)
    .replace(/^(?=(?:goes|belongs|has|is|can|may|must|comes|lies|stands)\s)/i, `${who} `);
  return capital(/[.!?;]$/.test(told) ? told : `${told}.`);
}

function statementsOf({ line, members }: Note, named: readonly string[]): readonly Statement[] {
  const { words } = line;
  const ends = line.ends.map((end) => wholeName(end, named));
  const name = line.between ? ends.join('_') : line.name;
  const cause: Cause = { kind: 'said', words, line: line.line };
  const taken = new Set<string>();
  const ties = ends.map((noun) => ({ name: noun, noun, optional: false, unique: false, primary: false }));
  const columns = [...ties, ...members.map(({ column }) => column)].filter(
    (one) => !taken.has(one.name) && taken.add(one.name),
  );
  return [
    { kind: 'table', table: identifier(plural(name.replaceAll('_', ' '))), columns, noted: true, cause },
    ...members.flatMap(({ column, bounds, within }): readonly Statement[] => [
      ...(bounds ? [{ kind: 'bounds', of: name, attribute: column.name, ...bounds, cause } as const] : []),
      ...(within === undefined
        ? []
        : [{ kind: 'unique', of: name, names: [column.name, within], identity: false, cause } as const]),
    ]),
  ];
}
