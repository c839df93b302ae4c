import type { Column } from '../../catalog/table.ts';
import { words } from '../../catalog/words.ts';
import { isIdentifier } from './compatible.ts';
import { readings } from './names.ts';
import { remembered } from './spelling.ts';

/** Nouns for somebody who did or shall do something: a person, whatever the table of persons is called. */
const agents: ReadonlySet<string> = new Set(
  [
    'creator author owner updater editor modifier lastmodifier uploader approver reviewer assignee assigner assignor',
    'sender recipient receiver inviter invitee requester requestor reporter poster commenter submitter publisher',
    'moderator follower followee blocker voter buyer seller purchaser initiator operator admin administrator manager',
    'supervisor leader boss mgr deleter responder verifier validator signer organizer organiser guest',
    'mentor mentee friend donor actor performer resolver closer merger committer applicant subscriber attendee',
    'participant coordinator writer reader maintainer executor responsible inspector auditor interviewer instructor',
    'tutor whodunnit caller asker giver contact who',
  ].flatMap((line) => line.split(' ')),
);

/** Those who work for the owner of the system. */
const workers: ReadonlySet<string> = new Set(
  [
    'rep representative salesperson salesman salesrep agent clerk manager supervisor mgr boss cashier technician',
    'engineer consultant jefe chef',
  ].flatMap((line) => line.split(' ')),
);

/** Nouns that end like a doer and are things or tables of their own. */
const things: ReadonlySet<string> = new Set(
  [
    'order number customer server provider container cluster folder filter header footer layer parameter identifier',
    'pointer character chapter letter paper newsletter center computer router adapter driver carrier supplier vendor',
    'retailer dealer manufacturer tracker parser handler controller scheduler worker runner marker sensor factor',
    'vector error color floor door monitor processor sector distributor sponsor collector connector descriptor cursor',
    'register semester quarter offer voucher answer timer trigger banner sticker weather water power tower user',
    'master partner ledger transfer river helper wrapper loader builder buffer browser compiler printer scanner other',
    'outer inner upper lower former super over under after ever meter matter theater member player teacher officer',
    'employer subscriber indicator predictor separator operator generator locator iterator anchor minor major prior',
    'interior exterior tutor doctor contractor debtor investor fee tree committee coffee degree guarantee employee',
    'trustee cover shipper broker insurer publisher author',
  ].flatMap((line) => line.split(' ')),
);

const participle = /(?:ed|en|de|nt|ld|ne|ought|un|et)$/;
const notDoings =
  'order sort group replac supersed superced follow caus power divid multipli index partition merg generat'.split(' ');
const grownBy = /^.*(?:ed|en|built|sent|made|done)by$/;
const personKey = /^(?:id|uid|uuid|fk|user|guid|oid)$/;

/** How a column's name says that it holds a person. */
export interface Agent {
  readonly word: string;
  /** Rather one of the staff than any user. */
  readonly worker: boolean;
  /** 0 to 1. */
  readonly telling: number;
}

/** What the words of a name say, whatever the column holds. */
interface Said {
  readonly doing: Agent | undefined;
  readonly noun: string;
  readonly keyed: boolean;
  readonly joined: boolean;
  readonly alone: boolean;
}

const saying: (column: string) => Said = remembered((column) => {
  const all = words(column);
  const last = all.at(-1) ?? '';
  const keyed = all.length > 1 && personKey.test(last);
  const core = keyed ? all.slice(0, -1) : all[0] === 'id' && all.length > 1 ? all.slice(1) : all;
  const grown = core.length < all.length ? undefined : readings(column).find((reading) => reading.joined);
  return {
    doing: doing(core, keyed && last === 'uid'),
    noun: grown?.written.at(-1) ?? core.at(-1) ?? '',
    keyed: core.length < all.length || grown !== undefined,
    joined: grown !== undefined,
    alone: grown !== undefined || core.length === 1,
  };
});

/**
 * `created_by`, `approver_id`, `create_uid`, `lastupdatedby`; nothing when the name does not say a person.
 * @param table the words of the table's own name
 */
export function agentOf(column: Column, table: readonly string[]): Agent | undefined {
  const said = saying(column.name);
  if (said.doing) return said.doing;
  const { noun, keyed, joined, alone } = said;
  const agent = (word: string, telling: number): Agent => ({ word, worker: workers.has(word), telling });
  const identifier = isIdentifier(column.type);
  if (noun === 'uid') return identifier ? agent(noun, 0.62) : undefined;
  // Without a key word a number may be a count or a flag.
  if (agents.has(noun) || workers.has(noun)) return agent(noun, keyed || column.type.family === 'uuid' ? 0.72 : 0.6);
  if (!keyed && !identifier) return undefined;
  const doer = /(?:er|or|ee)$/.test(noun) && noun !== table.at(-1);
  // The one who does what the table is about: uploader_id of uploads, banner_id of bans.
  const about = (table.at(-1) ?? '').replace(/e$/, '');
  if (keyed && doer && about.length >= 3 && noun.startsWith(about)) return agent(noun, 0.72);
  if (endsInThing(noun)) return undefined;
  const end = alone ? agentAtEnd(noun) : undefined;
  if (end !== undefined) return agent(end, keyed ? 0.72 : 0.6);
  return keyed && doer && noun.length >= 6 && !(joined && noun.length > 10) ? agent(noun, 0.56) : undefined;
}

/** Whether a name could say a person, whatever its table and type. */
export function mayBePerson(column: string): boolean {
  const { doing: done, noun, keyed, alone } = saying(column);
  return (
    done !== undefined ||
    keyed ||
    agents.has(noun) ||
    workers.has(noun) ||
    noun === 'uid' ||
    (alone && agentAtEnd(noun) !== undefined)
  );
}

const stamps: (column: string) => boolean = remembered((column) => {
  const all = words(column);
  return doing(personKey.test(all.at(-1) ?? '') ? all.slice(0, -1) : all, all.at(-1) === 'uid') !== undefined;
});

/** True for `created_by` and its like, which rows are stamped with. */
export function isStamp(column: Column): boolean {
  return stamps(column.name);
}

function doing(core: readonly string[], uid: boolean): Agent | undefined {
  const last = core.at(-1) ?? '';
  const before = core.at(-2) ?? '';
  const word = core.join('_');
  const isDone = (one: string) => participle.test(one) && !notDoings.some((stem) => one.startsWith(stem));
  if (last === 'by' && core.length >= 2 && (isDone(before) || (core.length > 2 && isDone(core.at(-3) ?? ''))))
    return { word, worker: false, telling: 0.8 };
  if (last === 'to' && /^(?:assigned|delegated|escalated)$/.test(before)) return { word, worker: false, telling: 0.8 };
  if (core.length === 1 && grownBy.test(last)) return { word, worker: false, telling: 0.8 };
  if (uid && /^(?:create|write|update|modify|delete|insert|change)d?$/.test(last))
    return { word: `${word}_uid`, worker: false, telling: 0.8 };
  return undefined;
}

/** The noun that a longer word ends in: `lastsender`. */
function agentAtEnd(noun: string): string | undefined {
  for (let at = 1; noun.length - at >= 5; at++) if (agents.has(noun.slice(at))) return noun.slice(at);
  return undefined;
}

function endsInThing(noun: string): boolean {
  for (let at = 0; noun.length - at >= 3; at++) {
    const end = noun.slice(at);
    if (things.has(end) && !agents.has(end)) return true;
  }
  return false;
}
