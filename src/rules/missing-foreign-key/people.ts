import type { Lookups } from '../../catalog/lookups.ts';
import type { Table } from '../../catalog/table.ts';
import { words } from '../words.ts';
import { readings } from './names.ts';
import type { TargetTable, Targets } from './targets.ts';

/** Words for those who do things in a system, and how likely their table is the one that rows are stamped with. */
const personWords: Readonly<Record<string, number>> = {
  user: 5, account: 3.5, member: 3, person: 3, employee: 3, staff: 3, profile: 2, participant: 2, author: 2, contact: 1, usuario: 5, utilisateur: 5, benutzer: 5, login: 1,
};
/** Those who work for the owner of the system, where the table is not that of all users. */
const workforce = new Set(['employee', 'staff', 'person', 'worker', 'personnel', 'empleado']);
/** Words that stand behind a person's word when the table still is that of the persons: `user_info`, `useraccount`. */
const recordWords = new Set(['info', 'information', 'account', 'data', 'detail', 'master', 'record', 'profile', 'main']);

/** Nouns for somebody who did or shall do something: the reference is to a person, whatever the table is called. */
const agents = new Set([
  'creator', 'author', 'owner', 'updater', 'editor', 'modifier', 'uploader', 'approver', 'reviewer', 'assignee', 'assigner', 'assignor', 'sender',
  'recipient', 'receiver', 'inviter', 'invitee', 'requester', 'requestor', 'reporter', 'poster', 'commenter', 'submitter', 'publisher', 'moderator',
  'follower', 'followee', 'followed', 'following', 'blocker', 'blocked', 'voter', 'buyer', 'seller', 'purchaser', 'redeemer', 'initiator', 'operator',
  'admin', 'administrator', 'manager', 'supervisor', 'leader', 'lead', 'boss', 'mgr', 'deleter', 'muter', 'responder', 'verifier', 'validator', 'signer',
  'organizer', 'organiser', 'host', 'guest', 'mentor', 'mentee', 'friend', 'donor', 'actor', 'performer', 'resolver', 'closer', 'merger', 'committer',
  'applicant', 'subscriber', 'attendee', 'participant', 'coordinator', 'writer', 'reader', 'maintainer', 'executor', 'reportee', 'responsible',
  'inspector', 'auditor', 'interviewer', 'instructor', 'tutor', 'lastmodifier', 'whodunnit', 'caller', 'holder', 'asker', 'answerer', 'giver', 'sharer',
]);
/** Those who work: prefer the table of the employees to that of the users, where there are both. */
const workers = new Set(['rep', 'representative', 'salesperson', 'salesman', 'salesrep', 'agent', 'clerk', 'manager', 'supervisor', 'mgr', 'boss', 'cashier', 'technician', 'engineer', 'consultant']);
const participle = /(?:ed|en|de|nt|ld|ne|ought|un|et)$/;
const notDoings = new Set(['order', 'sort', 'group', 'follow', 'replac', 'superced', 'supersed', 'stand', 'near', 'caus', 'power', 'divid', 'multipli', 'index', 'partition']);
const grownBy = /^(?:.*(?:ed|en|built|sent|made|done))by$/;

/** How a column says that it holds a person. */
export interface Agent {
  readonly word: string;
  readonly worker: boolean;
  /** `created_by` and its like, which need no key word. */
  readonly doing: boolean;
}

/** `created_by`, `approver_id`, `user_assigned`, `lastupdatedby`; nothing when the name does not say a person. */
export function agentOf(column: string, table: readonly string[]): Agent | undefined {
  const all = words(column);
  const core = all.length > 1 && /^(?:id|uid|uuid|fk|user|guid|oid)$/.test(all.at(-1) ?? '') ? all.slice(0, -1) : all;
  const keyed = core.length < all.length;
  const last = core.at(-1) ?? '';
  const before = core.at(-2) ?? '';
  if (last === 'by' && core.length >= 2 && participle.test(before) && ![...notDoings].some((stem) => before.startsWith(stem))) {
    return { word: core.join(' '), worker: false, doing: true };
  }
  if (core.length >= 2 && last === 'to' && /^(?:assigned|delegated|escalated)$/.test(before)) return { word: core.join(' '), worker: false, doing: true };
  if (core.length === 1 && grownBy.test(last)) return { word: last, worker: false, doing: true };
  const [joined] = keyed ? [undefined] : readings(column).filter((reading) => reading.joined);
  const noun = joined?.stem.at(-1) ?? last;
  const isKey = keyed || joined !== undefined;
  if (agents.has(noun) || workers.has(noun)) return { word: noun, worker: workers.has(noun), doing: false };
  for (const agent of joined ? agents : []) {
    if (agent.length >= 5 && noun.endsWith(agent)) return { word: agent, worker: workers.has(agent), doing: false };
  }
  // The one who does what the table is about: uploader_id of uploads, banner_id of bans.
  const about = table.at(-1) ?? '';
  if (isKey && about.length >= 3 && noun !== about && /(?:er|or)$/.test(noun) && noun.startsWith(about.replace(/e$/, ''))) {
    return { word: noun, worker: false, doing: false };
  }
  return undefined;
}

export interface PersonTable {
  readonly table: Table;
  readonly rank: number;
  readonly worker: boolean;
  /** It has columns like `created_by` itself. */
  readonly stamped: boolean;
}

/**
 * The tables that may hold the persons of the system, likeliest first: named for them, with a key of their own, and
 * not a satellite of another such table (settings, tokens, a profile that bears the user's key).
 */
export function personTables(tables: readonly Table[], targets: Targets, lookups: Lookups): readonly PersonTable[] {
  const named = tables.flatMap((table) => {
    const target = targets.of(table);
    const rank = target.key === undefined ? 0 : personRank(target);
    return rank > 0 ? [{ table, target, rank, worker: workforce.has(target.core.at(-1) ?? '') }] : [];
  });
  const whole = new Set(named.map((one) => personWord(one.target)));
  return named
    .filter((one) => !isSatellite(one.target, whole, lookups))
    .map(({ table, target, rank, worker }) => ({ table, rank, worker, stamped: table.columns.some((column) => agentOf(column.name, target.core)?.doing) }))
    .sort((a, b) => b.rank - a.rank);
}

function personWord(target: TargetTable): string {
  return target.core.find((word) => Object.hasOwn(personWords, word)) ?? '';
}

function personRank(target: TargetTable): number {
  const { core } = target;
  const last = core.at(-1) ?? '';
  const first = core[0] ?? '';
  const asLast = Object.hasOwn(personWords, last) ? (personWords[last] ?? 0) : 0;
  if (core.length === 1) {
    if (asLast > 0) return asLast;
    for (const [word, rank] of Object.entries(personWords)) {
      if (last.startsWith(word) && recordWords.has(last.slice(word.length))) return rank - 0.3;
      if (last.endsWith(word) && word.length >= 4 && last.length - word.length <= 4) return rank - 0.6;
    }
    return 0;
  }
  if (core.length === 2 && Object.hasOwn(personWords, first) && recordWords.has(last)) return (personWords[first] ?? 0) - 0.3;
  if (asLast === 0) return 0;
  return core.length === 2 ? asLast - (target.module === undefined ? 0.6 : 0.5) : asLast - 1.5;
}

/** Whether the table refers to another person's table by a column named for it. */
function isSatellite(target: TargetTable, persons: ReadonlySet<string>, lookups: Lookups): boolean {
  if (target.table.primaryKey && target.table.primaryKey.columns.length > 1) return true;
  const own = target.core.join('');
  return target.table.columns.some((column) => {
    if (column.name === target.key) {
      // The key itself is that of the other table: `user_profiles.user_id`.
      const [reading] = readings(column.name);
      const stem = reading?.stem.join('') ?? '';
      return persons.has(stem) && stem !== own && !own.endsWith(stem) && !own.startsWith(stem);
    }
    const [reading] = readings(column.name);
    if (reading?.key === undefined || reading.stem.length !== 1) return false;
    const stem = reading.stem[0] ?? '';
    return stem !== own && persons.has(stem) && lookups.column(target.table, column.name) !== undefined;
  });
}
