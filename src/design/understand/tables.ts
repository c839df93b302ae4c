import { plural, spoken } from '../../catalog/words.ts';
import type { Cause } from '../model.ts';
import { meaningOf, writtenType } from './attribute-type.ts';
import { identifier, phraseOf, singularName, splitList } from './phrase.ts';
import type { Statement, WrittenColumn } from './statement.ts';

const tableWords = '(?:columns?|fields?|attributes?|properties)';

/**
 * Tables that are written down: `Users(id, email)`, several of them in a line, `users: id, email`, and sentences about a
 * table and its columns. Nothing for a sentence that speaks of no table.
 */
export function readTables(text: string, cause: Cause): readonly Statement[] {
  return schemaLines(text, cause) ?? namedAlone(text, cause) ?? tableSentence(text, cause) ?? [];
}

/** `Entities: User, Order, Product`: names of classes, which are singular. */
function namedAlone(text: string, cause: Cause): readonly Statement[] | undefined {
  const list =
    /^(?:(?:we|i|you|the \w+)\s+(?:need|want|have|has|use|keep)s?\s+|there are\s+|create\s+|make\s+)?(?:the\s+|these\s+)?(?:following\s+|main\s+|\w+\s+)?(?:entities|tables|classes|models|objects|entity types)\s*(?:are|is|needed|required)?\s*:\s*([^():]+?)\.?$/i.exec(
      text,
    )?.[1];
  const names = list === undefined ? [] : splitList(list);
  const phrases = names.flatMap((one) =>
    /^[A-Z][A-Za-z]*(?: [A-Z][A-Za-z]*)*$/.test(one)
      ? (phraseOf(plural(spoken(singularName(identifier(one))))) ?? [])
      : [],
  );
  return phrases.length > 0 && phrases.length === names.length
    ? phrases.map((phrase) => ({ kind: 'entity', phrase, listed: true, cause }))
    : undefined;
}

function schemaLines(text: string, cause: Cause): readonly Statement[] | undefined {
  const found: Statement[] = [];
  let rest = text.replace(
    /^\s*(?:the\s+)?(?:following\s+)?(?:tables?|entities|schema|data model|model|collections?)\s*(?:are|is)?\s*[:=-]\s*/i,
    '',
  );
  while (rest.trim() !== '') {
    const head =
      /^[\s,;.&]*(?:and\s+)?(?:create\s+)?(?:table\s+|entity\s+)?["']?([\p{L}_][\p{L}\p{N}_ -]{0,40}?)["']?\s*[({]/u.exec(
        rest,
      );
    if (!head) return undefined;
    const name = (head[1] ?? '').trim();
    const end = closing(rest, head[0].length);
    if (end < 0 || name.split(/\s+/).length > 3) return undefined;
    const inside = rest.slice(head[0].length, end);
    const meaning = meaningOf(identifier(name));
    if (meaning && meaning.strength === 'strong' && !/(?:\b|_)id\b|\b(?:pk|fk|primary key)\b/i.test(inside))
      return undefined;
    rest = rest.slice(end + 1);
    const keys = [...constraintsOf(inside)];
    // "Positions(voyage_id, seq) primary key (voyage_id, seq)"
    for (let beside = constraint.exec(rest); beside; beside = constraint.exec(rest)) {
      keys.push(constraintOf(beside));
      rest = rest.slice(beside[0].length);
    }
    const primary = keys.find((one) => one.primary)?.columns ?? [];
    const columns = columnsOf(inside).map((one) => (primary.includes(one.name) ? { ...one, primary: true } : one));
    if (columns.length === 0) return undefined;
    const said = { ...cause, words: `${name}(${inside})` };
    found.push({ kind: 'table', table: identifier(name), columns, cause: said });
    const unique = [
      ...keys.filter((one) => !one.primary).map((one) => one.columns),
      ...columns.flatMap((one) => (one.uniqueWithin === undefined ? [] : [[one.uniqueWithin, one.name]])),
    ];
    const of = singularName(identifier(name));
    for (const names of unique) found.push({ kind: 'unique', of, names, identity: false, cause: said });
    rest = rest.replace(/^\s*[.;]\s*$/, '');
  }
  return found.length > 0 ? found : undefined;
}

function closing(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    const character = text[at] ?? '';
    if ('({'.includes(character)) depth++;
    if (')}'.includes(character) && --depth === 0) return at;
  }
  return -1;
}

/** `PK(author_id, paper_id)`, `unique (voyage_id, seq)`. */
const constraint = /^\s*,?\s*(?:constraint\s+\w+\s+)?(primary\s+key|pk|unique(?:\s+key)?)\s*\(([^()]*)\)/i;

interface WrittenKey {
  readonly primary: boolean;
  readonly columns: readonly string[];
}

function constraintOf([, kind = '', list = '']: RegExpExecArray): WrittenKey {
  return { primary: !/^unique/i.test(kind), columns: list.split(',').map((one) => identifier(one)) };
}

/** The keys that stand among the columns of a table. */
function constraintsOf(text: string): readonly WrittenKey[] {
  return splitList(text.replaceAll('\n', ',')).flatMap((part) => {
    const found = constraint.exec(part);
    return found ? [constraintOf(found)] : [];
  });
}

/** Columns between commas: `id int pk`, `email varchar(255) unique`, `user_id -> users.id`, `status enum(a, b)`, `name?`. */
function columnsOf(text: string): readonly WrittenColumn[] {
  return splitList(text.replaceAll('\n', ',')).flatMap((part) => {
    const column = constraint.test(part) ? undefined : columnOf(part);
    return column ? [column] : [];
  });
}

/** A column as lists of columns write it; nothing for what is none. */
export function columnOf(text: string): WrittenColumn | undefined {
  const found =
    /^["'`]?([\p{L}_][\p{L}\p{N}_]*(?:[ -][\p{L}_][\p{L}\p{N}_]*)*?)["'`]?(\?)?\s*(?:(?:[:=–]|-(?!>))\s*|\s+(?=(?:bigserial|serial|int|integer|int4|int8|bigint|smallint|number|varchar|char|string|str|text|citext|decimal|numeric|float|double|real|money|timestamp|timestamptz|datetime|date|time|interval|bool|boolean|json|jsonb|uuid|guid|enum|inet|pk|fk|primary|foreign|references|unique|not|null|nullable|optional|required|default)\b)|\s*(?=->|→|\()|$)(.*)$/iu.exec(
      text.trim(),
    );
  if (!found) return undefined;
  const [, rawName = '', question, details = ''] = found;
  const name = identifier(rawName);
  if (name === '') return undefined;
  const list = /\b(?:enum|one of|in|values?)?\s*[([]\s*([^()[\]]*[,|/][^()[\]]*)\s*[)\]]/i.exec(details);
  const bars = /^[\w -]+(?:\s*[|/]\s*[\w -]+)+$/.exec(details.trim());
  // "(15 digits, unique)" says how it is written, and not what.
  const numbers =
    list &&
    (/^[\d\s,]+$/.test(list[1] ?? '') ||
      (list[1] ?? '')
        .split(/[,|/]/)
        .some((one) =>
          /^\s*(?:unique\b.*|optional|required|mandatory|nullable|not null|(?:max(?:imum|\.)?|up to|exactly|at most)?\s*\d+\s+[a-z]+)\s*$/i.test(
            one,
          ),
        ));
  const values = bars ? details.split(/[|/]/) : list && !numbers ? (list[1] ?? '').split(/[,|/]/) : undefined;
  const target =
    /(?:->|→|\breferences\b|\bfk\b\s*(?:to|:|->|→)?|\bforeign key\b\s*(?:to|->|→|references)?)\s*\(?\s*([\p{L}_][\p{L}\p{N}_]*)/iu.exec(
      details,
    )?.[1];
  const type = writtenType(details.replace(/^\(\s*/, ''));
  const within = /\bunique\s+(?:per|within|for each|in each|in)\s+(?:an?\s+|the\s+|each\s+|every\s+)?([\w ]+)/i.exec(
    details,
  )?.[1];
  const fallback = /\bdefault\s*[:=]?\s*['"]?([\w.()-]+)['"]?/i.exec(details)?.[1];
  return {
    name,
    ...(type === undefined ? {} : { type }),
    ...sizedType(details),
    optional:
      question !== undefined || (/\b(?:null|nullable|optional)\b/i.test(details) && !/\bnot null\b/i.test(details)),
    unique: within === undefined && /\bunique\b/i.test(details),
    ...(within === undefined ? {} : { uniqueWithin: singularName(identifier(within)) }),
    primary: /\b(?:pk|primary(?: key)?)\b/i.test(details),
    ...(values
      ? { values: values.map((one) => one.trim().replace(/^['"]|['"]$/g, '')).filter((one) => one !== '') }
      : {}),
    ...(fallback === undefined ? {} : { default: fallback }),
    ...(target === undefined || /^(?:not|null|unique)$/i.test(target) ? {} : { references: identifier(target) }),
  };
}

/** A type of SQL with its size, as a design writes it: `varchar(7)`, `numeric(10,2)`; `char(2)` has exactly two. */
function sizedType(text: string): Pick<WrittenColumn, 'sqlType' | 'length'> {
  const characters = /\b(n?var)?char(?:acter(?: varying)?)?2?\s*\(\s*(\d{1,5})\s*\)/i.exec(text);
  if (characters) {
    const exactly = characters[1] === undefined && !/varying/i.test(characters[0]);
    return { sqlType: `varchar(${characters[2]})`, ...(exactly ? { length: Number(characters[2]) } : {}) };
  }
  const digits = /\b(?:numeric|decimal)\s*\(\s*(\d{1,4})\s*,\s*(\d{1,3})\s*\)/i.exec(text);
  if (digits) return { sqlType: `numeric(${digits[1]},${digits[2]})` };
  const whole = /\b(bigint|int8|smallint|int2)\b/i.exec(text)?.[1]?.toLowerCase();
  return whole === undefined ? {} : { sqlType: /^(?:bigint|int8)$/.test(whole) ? 'bigint' : 'smallint' };
}

const sentenceForms: readonly RegExp[] = [
  // "The users table should have columns for user_id, …", "Also create a user_roles table with role_id, … columns."
  new RegExp(
    `(?:(?:create|define|add|build|set up|make|need|have)\\s+)?(?:the|an?|another|one)\\s+["']?([\\w]+(?: [\\w]+)?)["']?\\s+(?:table|entity|collection)\\s*(?:,?\\s*(?:that|which)\\s+)?(?:should|must|will|would|needs? to|has to)?\\s*(?:have|has|with|contains?|includes?|needs?|stores?|holds?|consists? of|be made of|having|containing|including|:)\\s*(?:the\\s+)?(?:following\\s+)?${tableWords}?\\s*(?:for|of|like|such as|named|called|:)?\\s*(.+)$`,
    'i',
  ),
  // "a table users with id, email"
  new RegExp(
    `\\btable\\s+(?:called|named)?\\s*["']?([\\w]+)["']?\\s+(?:should have|must have|has|with|containing|including|having|consisting of)\\s+(?:the\\s+)?(?:following\\s+)?${tableWords}?\\s*:?\\s*(.+)$`,
    'i',
  ),
];

function tableSentence(text: string, cause: Cause): readonly Statement[] | undefined {
  for (const form of sentenceForms) {
    const found = form.exec(text);
    if (!found) continue;
    const [, name = '', rest = ''] = found;
    const members = splitList(rest.replace(/[.;]\s*$/, '').replace(new RegExp(`\\s+${tableWords}\\s*$`, 'i'), ''));
    const columns = members.flatMap((member) => {
      const phrase = phraseOf(member);
      const column = columnOf(member.replace(/^(?:the|an?|its|their)\s+/i, ''));
      return column && phrase ? [{ ...column, name: /_/.test(member) ? column.name : phrase.written }] : [];
    });
    if (columns.length > 0) return [{ kind: 'table', table: identifier(name), columns, cause }];
  }
  return undefined;
}
