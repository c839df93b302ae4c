import type { Column, Table } from '../../catalog/table.ts';
import { isIdentifier, isText } from './compatible.ts';
import type { Habits } from './habits.ts';
import { agentOf, type PersonTable } from './people.ts';
import { isSurrogateWord, type Reading, readings, withoutNumber } from './names.ts';
import { isGenericKey, type Named, type Naming, type Targets } from './targets.ts';

/** A table that a column may refer to, why by its name, and how telling that is, 0 to 1. */
export interface Candidate {
  readonly parent: Table;
  readonly telling: number;
  /** The reading of the name that led here. */
  readonly reading: Reading | undefined;
  readonly how: How;
  /** Words that say what the other row is to this one stand before its table's name. */
  readonly role?: boolean;
  /** For people: what in the name says so. */
  readonly fact: string;
}

export type How = 'key name' | Naming | 'own row' | 'pair' | 'person' | 'grown together' | 'name end' | 'declared' | 'view' | 'comment';

/** How telling it is that the whole stem names a table in this way. */
const whole: Readonly<Record<Naming, number>> = {
  whole: 0.9, 'without prefix': 0.9, key: 0.86, module: 0.8, tail: 0.66, abbreviation: 0.52, initials: 0.52,
};
/** The same when a role stands before: `approver_user_id`. */
const withRole: Readonly<Record<Naming, number>> = {
  whole: 0.78, 'without prefix': 0.78, key: 0.74, module: 0.64, tail: 0.46, abbreviation: 0, initials: 0,
};

/** Roles that a row of the same table plays: `parent_id`, `reports_to`. */
const selfRoles = new Set([
  'parent', 'root', 'previous', 'prev', 'next', 'original', 'predecessor', 'successor', 'ancestor', 'replyto', 'inreplyto', 'replacedby', 'supersededby',
  'duplicateof', 'reportsto', 'reportto', 'mergedinto', 'mergedto', 'copiedfrom', 'clonedfrom', 'forkedfrom', 'derivedfrom', 'canonical', 'sup', 'super', 'parentid', 'up',
]);
/** Self roles of people. */
const bossRoles = new Set(['manager', 'mgr', 'supervisor', 'boss', 'leader', 'reportsto', 'inviter', 'invitedby', 'referrer', 'referredby']);
/** Words for the two ends of a link between rows of one other table. */
const ends: readonly (readonly [string, string])[] = [
  ['parent', 'child'], ['from', 'to'], ['source', 'target'], ['source', 'destination'], ['src', 'dst'], ['left', 'right'], ['ancestor', 'descendant'],
  ['predecessor', 'successor'], ['follower', 'followed'], ['follower', 'followee'], ['follower', 'following'], ['blocker', 'blocked'], ['first', 'second'], ['old', 'new'],
  ['before', 'after'], ['start', 'end'], ['origin', 'destination'],
];
/** Roles that name another system: its identifiers are not keys here. */
const foreignSystems = new Set([
  'external', 'ext', 'foreign', 'remote', 'legacy', 'third', 'stripe', 'paypal', 'github', 'gitlab', 'google', 'facebook', 'twitter', 'apple', 'slack', 'discord', 'telegram', 'linkedin',
  'aws', 'azure', 'gcp', 's', 'shopify', 'salesforce', 'hubspot', 'zendesk', 'intercom', 'mailchimp', 'twilio', 'braintree', 'adyen', 'xero', 'quickbooks', 'oauth', 'oidc', 'saml', 'ldap', 'openid', 'auth0', 'firebase', 'pixiv',
  'steam', 'twitch', 'youtube', 'instagram', 'spotify', 'jira', 'trello', 'asana', 'notion', 'okta', 'facebook', 'fb', 'wechat', 'weixin', 'vk', 'yandex', 'imdb', 'tmdb', 'isbn', 'upstream', 'global',
]);
/** Numbers that are no references where they bear the bare name of a table. */
const measures = new Set(['version', 'level', 'rank', 'position', 'order', 'number', 'count', 'size', 'year', 'month', 'day', 'hour', 'minute', 'second', 'duration', 'weight', 'height', 'width', 'length', 'score', 'rating', 'priority', 'sort', 'index', 'sequence', 'page', 'point', 'total', 'amount', 'price', 'cost', 'quantity', 'balance', 'credit', 'age', 'time', 'date', 'timestamp', 'value', 'flag', 'offset', 'limit', 'interval', 'percent', 'rate', 'line', 'step', 'revision', 'state', 'mode']);

export interface Sources {
  readonly targets: Targets;
  readonly habits: Habits;
  readonly persons: readonly PersonTable[];
}

/** Every table that something says a column refers to. One table may be said more than once. */
export function* candidates(child: Table, column: Column, sources: Sources): Generator<Candidate> {
  const { targets, habits } = sources;
  const all = readings(column.name, habits.columnPrefix(child));
  yield* byHabit(child, column, sources);
  yield* byKeyName(child, column, sources);
  for (const reading of all) {
    if (reading.plural) continue;
    yield* byTableName(child, column, reading, targets);
  }
  yield* byOwnRow(child, column, all, sources);
  yield* byPerson(child, column, sources);
}

function* byHabit(child: Table, column: Column, { habits }: Sources): Generator<Candidate> {
  for (const { to, count } of habits.declared(column.name)) {
    yield { parent: to, telling: count > 1 ? 0.9 : 0.84, reading: undefined, how: 'declared', fact: `${count === 1 ? 'a column' : `${count} columns`} of this name ${count === 1 ? 'has' : 'have'} a foreign key to it` };
  }
  for (const { to, views } of habits.joined(child, column.name)) {
    yield { parent: to, telling: 0.8, reading: undefined, how: 'view', fact: `the view ${views[0]} joins on it` };
  }
  const said = habits.commented(child, column);
  if (said) yield { parent: said, telling: 0.88, reading: undefined, how: 'comment', fact: `the column's comment names it` };
}

/** The column bears the name of another table's key: `emp_no`, `customer_id`. */
function* byKeyName(child: Table, column: Column, { targets }: Sources): Generator<Candidate> {
  if (isGenericKey(column.name)) return;
  const [reading] = readings(column.name);
  if (reading === undefined) return;
  for (const { table, primary } of targets.keyed(column.name)) {
    if (table === child || !primary) continue;
    const named = targets.named(reading.stem.join('')).some((one) => one.table === table);
    const core = targets.of(table).core.join('');
    const stem = reading.stem.join('');
    const close = named || core.endsWith(stem) || core.startsWith(stem) || stem.endsWith(core);
    yield { parent: table, telling: named ? 0.93 : close ? 0.86 : reading.key === undefined ? 0.6 : 0.68, reading, how: 'key name', fact: `its primary key has the same name` };
  }
}

function* byTableName(child: Table, column: Column, reading: Reading, targets: Targets): Generator<Candidate> {
  const stem = withoutNumber(reading.stem);
  const own = targets.of(child).core.join('');
  for (let at = 0; at < stem.length; at++) {
    const text = stem.slice(at).join('');
    const named = targets.named(text);
    for (const one of named) {
      // The `post_id` of forum_posts is its own, not a blog post's.
      if (one.naming !== 'whole' && one.naming !== 'without prefix' && own.endsWith(text)) continue;
      yield* byName(column, reading, one, at, stem);
    }
    if (at === 0 && reading.joined === false && named.length > 0 && named.some((one) => one.naming === 'whole')) break;
  }
  const last = stem.at(-1) ?? '';
  if (reading.joined) {
    // Names without separators: `creatoruserid`, `legendsetid`.
    const end = targets.longestEnd(last);
    for (const one of end?.named ?? []) {
      yield { parent: one.table, telling: 0.7, reading, how: 'grown together', role: true, fact: `its name ends in that of the table` };
    }
    if (stem.length === 1 && last.length >= 5 && reading.key !== undefined) {
      for (const table of targets.endingIn(last)) {
        if (own.endsWith(last)) continue;
        yield { parent: table, telling: 0.6, reading, how: 'name end', fact: `the table's name ends in its` };
      }
      const shared = targets.sharedEnd(last);
      if (shared) yield { parent: shared, telling: 0.54, reading, how: 'name end', role: true, fact: `both names end alike` };
    }
  }
}

function* byName(column: Column, reading: Reading, { table, naming }: Named, at: number, stem: readonly string[]): Generator<Candidate> {
  const roles = stem.slice(0, at);
  if (roles.some((role) => foreignSystems.has(role)) || (reading.key === undefined && roles.some((role) => measures.has(role)))) return;
  let telling = (at === 0 ? whole : withRole)[naming];
  if (telling === 0) return;
  if (reading.key === undefined) {
    // The bare name of a table is a reference only where the value can be nothing else.
    if (naming === 'abbreviation' || naming === 'initials' || naming === 'tail' || (naming === 'module' && at > 0)) return;
    if (isIdentifier(column.type)) {
      if (column.type.family !== 'uuid' && measures.has(stem.at(-1) ?? '')) return;
      telling -= at === 0 ? 0.12 : 0.22;
    } else telling -= at === 0 ? 0.25 : 0.4;
  } else if (!isSurrogateWord(reading.key)) telling -= isText(column.type) ? 0.06 : 0.02;
  const text = at === 0 ? `its name is that of the table` : `its name ends in that of the table`;
  yield { parent: table, telling, reading, how: naming, role: at > 0, fact: naming === 'key' ? `its name is that of the table's key` : naming === 'tail' || naming === 'module' ? `the table's name ends in its` : naming === 'initials' || naming === 'abbreviation' ? `its name is short for the table's` : text };
}

/** `parent_id`, `reports_to`: another row of the same table, or of the table that this one links or keeps the history of. */
function* byOwnRow(child: Table, column: Column, all: readonly Reading[], sources: Sources): Generator<Candidate> {
  if (!isIdentifier(column.type) && !all.some((reading) => reading.key !== undefined)) return;
  const { targets, habits } = sources;
  const own = targets.of(child);
  for (const reading of all) {
    const text = reading.stem.join('');
    const base = habits.historyOf(child);
    const link = habits.otherEnd(child, column, reading, ends);
    if (link) {
      const linked = habits.linkedBy(child);
      if (linked) yield { parent: linked, telling: 0.76, reading, how: 'pair', fact: `with ${link} it links two of its rows` };
      else if (own.key === undefined || /^(?:from|to|follow|block)/.test(text)) {
        for (const person of sources.persons.slice(0, 1)) yield { parent: person.table, telling: 0.56, reading, how: 'pair', fact: `with ${link} it links two of its rows` };
      }
      continue;
    }
    const own1 = own.core.join('');
    const role = reading.key === undefined ? undefined : reading.stem.slice(0, -1).join('');
    if (role !== undefined && selfRoles.has(role) && own1.endsWith(reading.stem.at(-1) ?? '') && own.key !== undefined) {
      yield { parent: child, telling: 0.76, reading, how: 'own row', fact: `it names another row of the same table` };
    }
    if (!selfRoles.has(text)) continue;
    const parent = base ?? (own.key === undefined && !habits.hasKey(child) ? undefined : child);
    if (parent) yield { parent, telling: reading.key === undefined ? 0.7 : text === 'parent' ? 0.82 : 0.68, reading, how: 'own row', fact: base ? `this table keeps the history of it` : `it names another row of the same table` };
  }
}

function* byPerson(child: Table, column: Column, { targets, persons }: Sources): Generator<Candidate> {
  const agent = agentOf(column.name, targets.of(child).core);
  if (!agent) return;
  const own = persons.find((person) => person.table === child);
  const ranked = persons
    .map((person) => ({
      person,
      // A table of people is seldom stamped with its own: of two that might be meant, the one without the column is.
      rank: person.rank + (agent.worker && person.worker ? 3 : 0) + (person.table.schema === child.schema ? 1 : 0) - (person.stamped ? 0.5 : 0) + (own && agent.worker && person === own ? 5 : 0),
    }))
    .sort((a, b) => b.rank - a.rank);
  const [first, second] = ranked;
  if (!first || (second && second.rank === first.rank)) return;
  // In a table about another system (`github_accounts`) the owner may be one of that system.
  const foreign = targets.of(child).words.some((word) => foreignSystems.has(word)) ? 0.2 : 0;
  const telling = (agent.doing ? 0.8 : bossRoles.has(agent.word) && own ? 0.78 : 0.72) - foreign;
  yield { parent: first.person.table, telling: first.person.rank < 2 ? telling - 0.2 : telling, reading: undefined, how: 'person', fact: `${agent.word} is a person` };
}
