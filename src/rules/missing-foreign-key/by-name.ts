import type { Column, Table } from '../../catalog/table.ts';
import type { Search } from './candidate.ts';
import { isIdentifier, isText } from './compatible.ts';
import { isWhole, type Named, type Naming } from './name-index.ts';
import { isSurrogateWord, type NameEnd, type Reading, readings } from './names.ts';
import { foreignSystems, measures } from './roles.ts';
import type { TargetTable } from './target-table.ts';

/** How telling it is that a name calls a table so, by itself and with a role before: `approver_user_id`. */
const telling: Readonly<Record<Naming, { readonly alone: number; readonly role: number; readonly fact: string }>> = {
  whole: { alone: 0.9, role: 0.78, fact: 'is named for the parent' },
  'without prefix': { alone: 0.9, role: 0.78, fact: 'is named for the parent' },
  key: { alone: 0.86, role: 0.74, fact: "is named like the parent's key" },
  module: { alone: 0.8, role: 0.64, fact: 'is named for the parent without its prefix' },
  tail: { alone: 0.66, role: 0.46, fact: "is named for the end of the parent's name" },
  'short words': { alone: 0.68, role: 0.5, fact: 'is named for the parent in short' },
  abbreviation: { alone: 0.52, role: 0, fact: 'is named for the parent in short' },
  initials: { alone: 0.52, role: 0, fact: "is named for the parent's initials" },
};

/** The column is named for a table, whole or by a part of its name, with or without a role before. */
export function byTableName(search: Search, reading: Reading): void {
  for (const end of reading.ends) byEndOfName(search, reading, end);
  if (search.targets.wholly(reading.text).length === 0) byParts(search, reading, reading.text);
  // Grown onto a role: `creatoruserid`; where the key word stands apart only a long name is sure to be one.
  if (reading.joined || (reading.keyed && reading.ends.length === 1)) {
    const least = reading.joined ? 4 : 6;
    for (const parent of search.targets.longestEnd(reading.written.at(-1) ?? '', least)) {
      const fact = "ends in the parent's name";
      const sure = reading.joined ? 0.7 : 0.56;
      search.add({ parent, telling: sure, reading, how: 'grown together', role: true, fact });
    }
  }
  if (reading.key !== undefined && reading.ends.length === 1) bySharedEnd(search, reading);
}

function byEndOfName({ child, own, column, targets, habits, add }: Search, reading: Reading, end: NameEnd): void {
  const { text, written, roles } = end;
  if (roles.some((role) => foreignSystems.has(role))) return;
  // The `username` of users is the users' own.
  if (reading.key === undefined && isText(column.type) && text.startsWith(own.text)) return;
  const consider = ({ table, naming }: Named) => {
    // The `name` of `queue_name` must be a key of queues.
    if (reading.key !== undefined && !reading.keyed && !targets.of(table).keyWords.includes(reading.key)) return;
    // The `token_id` of refresh_tokens is its own, not that of access_tokens, unless the table only links others.
    if (!isWhole(naming) && own.text.endsWith(text) && !habits.linksTables(child)) return;
    // Nor is the `assignee_id` of requests one of the request_assignees, which in turn refer to requests.
    const isPart = !isWhole(naming) && own.core.every((word, at) => targets.of(table).core[at] === word);
    if (isPart && refersTo(table, own)) return;
    // The `client_id` of clients that is not their key comes from elsewhere; two keys of one name own each other not.
    const itself = table === child && roles.length === 0;
    if ((itself && reading.key !== 'fk') || (naming === 'key' && own.key === column.name)) return;
    const sure = roles.length === 0 ? telling[naming].alone : telling[naming].role;
    const less =
      reading.key === undefined ? bareDoubt(column, naming, end, habits.bareNames) : keyDoubt(column, reading.key);
    if (sure === 0 || less === undefined) return;
    const whole = roles.length > 0 && isWhole(naming);
    const fact = whole ? `${end.roleBehind ? 'begins with' : 'ends in'} the parent's name` : telling[naming].fact;
    add({ parent: table, telling: sure - less, reading, how: naming, role: roles.length > 0 || itself, fact });
  };
  targets.named(text).forEach(consider);
  if (written !== undefined) targets.named(written).forEach(consider);
  for (const table of targets.shortened(end.words)) consider({ table, naming: 'short words' });
}

function keyDoubt(column: Column, key: string): number {
  return isSurrogateWord(key) ? 0 : isText(column.type) ? 0.06 : 0.02;
}

/** The bare name of a table (`artist`) is a reference only where the value can be little else; nothing when it cannot be one. */
function bareDoubt(column: Column, naming: Naming, { words, roles }: NameEnd, bareNames: boolean): number | undefined {
  const alone = roles.length === 0;
  const identifier = isIdentifier(column.type);
  if (!isWhole(naming) && naming !== 'key' && !(naming === 'module' && alone && identifier)) return undefined;
  const isMeasured = words.length === 1 && column.type.family !== 'uuid' && measures.has(words[0] ?? '');
  if (isMeasured || roles.some((role) => measures.has(role))) return undefined;
  if (!identifier) return alone ? 0.25 : 0.4;
  if (bareNames) return alone ? 0.12 : 0.18;
  return alone ? 0.18 : 0.32;
}

/** `type` of artist is an artist_type, `type_id` of flags one of flagtypes. */
function byParts({ own, column, targets, add }: Search, reading: Reading, text: string): void {
  const bare = reading.key === undefined;
  if (!bare && !reading.keyed) return;
  if (bare && (!isIdentifier(column.type) || (reading.stem.length === 1 && measures.has(text)))) return;
  const found = { reading, how: 'name of parts', fact: "makes the parent's name behind that of this table" } as const;
  for (const parent of targets.wholly(own.text + text)) {
    // What holds more of the child's own rows, or links them, refers to them, not they to it.
    if (!refersTo(parent, own)) add({ ...found, parent, telling: bare ? 0.78 : 0.84 });
  }
  // `type` of release_group is a release_group_primary_type, if it is the only one.
  const isLonger = ({ table, naming }: Named) =>
    naming === 'tail' && !refersTo(table, own) && own.core.every((word, at) => targets.of(table).core[at] === word);
  const [only, other] = targets.named(text).filter(isLonger);
  if (only && !other) add({ ...found, parent: only.table, telling: bare ? 0.6 : 0.8 });
}

/** Names without separators: `legendsetid` of maplegendset. */
function bySharedEnd({ child, own, targets, habits, add }: Search, reading: Reading): void {
  const text = reading.written[0] ?? '';
  if (text.length < 4 || (own.text.endsWith(text) && !habits.linksTables(child))) return;
  const ending = targets.endingIn(text);
  // Where many end like it the name tells none of them.
  if (ending.length <= 8) {
    const fact = "is named for the end of the parent's name";
    for (const parent of ending) add({ parent, telling: 0.6, reading, how: 'name end', fact });
  }
  const parent = reading.joined ? targets.sharedEnd(text) : undefined;
  if (parent)
    add({ parent, telling: 0.54, reading, how: 'name end', role: true, fact: "ends as the parent's name does" });
}

/** Whether a column of the table is named for the other. */
function refersTo(table: Table, { text }: TargetTable): boolean {
  return table.columns.some((column) =>
    readings(column.name).some((reading) => reading.keyed && reading.text === text),
  );
}
