import type { TimeUnit } from '../../catalog/blueprint.ts';
import type { LogicalType } from '../knowledge/domain.ts';
import type { Cause, DeleteRule, Wish } from '../model.ts';
import type { Phrase } from './phrase.ts';

/** An attribute as it is written in a list of columns. */
export interface WrittenColumn {
  readonly name: string;
  readonly type?: LogicalType;
  /** A type of SQL with its size, and whether a text has exactly so many characters. */
  readonly sqlType?: string;
  readonly length?: number;
  readonly optional: boolean;
  readonly unique: boolean;
  /** It is unique among the rows of each of these alone: `unique per tenant`. */
  readonly uniqueWithin?: string;
  readonly primary: boolean;
  readonly values?: readonly string[];
  readonly default?: string;
  /** The table that it refers to. */
  readonly references?: string;
  /** It is written as a noun: where that names a thing, or a person who is one, it refers to it. */
  readonly noun?: string;
}

/** What one sentence says, in names as they were written: what each of them is, is settled when all is read. */
export type Statement = {
  readonly cause: Cause;
} /** `listed`: as one of the tables that are asked for, whatever else its name may mean. */ & (
  | { readonly kind: 'entity'; readonly phrase: Phrase; readonly listed?: true }
  /** `noted`: in plain words, and not as a table of SQL. */
  | {
      readonly kind: 'table';
      readonly table: string;
      readonly columns: readonly WrittenColumn[];
      readonly noted?: true;
    }
  /** A thing has something, which may be a property of it or another thing. */
  | {
      readonly kind: 'part';
      readonly of: string;
      readonly phrase: Phrase;
      readonly column?: WrittenColumn;
      /** Where `of` was named as a part itself: whose part it may be instead. */
      readonly above?: string;
      /** It comes to be by what the owner does. */
      readonly made?: boolean;
      /** A list of what is kept of each tells it: what is no thing elsewhere is a property. */
      readonly recorded?: boolean;
      /** It is the name or the number of this, which may be another thing. */
      readonly whose?: string;
      /** It is told of one kind of the thing: a voyage is a transport with a vessel name. */
      readonly ofKind?: string;
      /** What doing it is called: whoever submits an assignment makes a submission. */
      readonly act?: string;
    }
  | {
      readonly kind: 'belongs';
      readonly from: string;
      readonly to: Phrase;
      readonly optional: boolean;
      readonly role?: string;
      readonly one?: boolean;
      /** What the one is said to be: threads are replies to messages. */
      readonly as?: string;
    }
  /** Both have many of the other; `through` is what the verb makes of it: whoever enrols has an enrolment. */
  | {
      readonly kind: 'mutual';
      readonly from: string;
      readonly to: Phrase;
      readonly through?: string;
      /** What else has a part in it: actors play characters in scenes. */
      readonly beside?: readonly Phrase[];
      /** It is done again and again, with the same pair as well. */
      readonly repeated?: boolean;
      /** What is told of the two together: the grade of an enrolment. */
      readonly told?: readonly Phrase[];
    }
  /** For each `of` there is at most one `to`, or there are several; `none` where there need not be one. */
  | {
      readonly kind: 'counts';
      readonly of: string;
      readonly to: string;
      readonly many: boolean;
      readonly none: boolean;
      /** No more, and no fewer, where a number is told. */
      readonly most?: number;
      readonly least?: number;
      /** Only an article says that there is one. */
      readonly article: boolean;
      /** The verb, without its ending; empty for having and belonging. */
      readonly root: string;
    }
  | { readonly kind: 'role'; readonly role: string; readonly is: string; readonly of?: string }
  /** `some`: there may be others, too. */
  | {
      readonly kind: 'states';
      readonly of?: string;
      readonly attribute: string;
      readonly values: readonly string[];
      readonly some?: true;
    }
  /** What there are kinds of, and which; a row may be of several kinds at once when they overlap. */
  | {
      readonly kind: 'subtypes';
      readonly of: string;
      readonly types: readonly Phrase[];
      readonly overlap: boolean;
    }
  | {
      readonly kind: 'unique';
      readonly of: string;
      readonly names: readonly string[];
      readonly identity: boolean;
      /** It need not be: titles may repeat. */
      readonly not?: true;
      /** It is to be the primary key itself. */
      readonly primary?: true;
    }
  | {
      readonly kind: 'bounds';
      readonly of?: string;
      readonly attribute: string;
      readonly min?: number;
      readonly max?: number;
      readonly above?: number;
    }
  | {
      readonly kind: 'ordered';
      readonly of?: string;
      readonly first: string;
      readonly second: string;
      readonly strict: boolean;
    }
  /** A text has so many characters, at most or exactly. */
  | {
      readonly kind: 'size';
      readonly of?: string;
      readonly attribute: string;
      readonly characters: number;
      readonly exactly: boolean;
    }
  | { readonly kind: 'typed'; readonly of?: string; readonly attribute: string; readonly type: LogicalType }
  /** What becomes of the rows of `of` when the row of `with` that they refer to is deleted. */
  | { readonly kind: 'deletion'; readonly of: string; readonly with: string; readonly rule: DeleteRule }
  | { readonly kind: 'presence'; readonly of?: string; readonly attribute: string; readonly optional: boolean }
  | {
      readonly kind: 'volume';
      readonly of: string;
      readonly rows?: number;
      readonly perDay?: number;
      readonly growthPerYear?: number;
      /** So many for each of these: in all, or on each day. */
      readonly each?: { readonly of: string; readonly number: number; readonly daily?: true };
    }
  | {
      readonly kind: 'access';
      readonly title: string;
      readonly of: string;
      readonly owner?: string;
      readonly by: readonly string[];
      readonly search: readonly string[];
      readonly order?: { readonly by?: string; readonly descending: boolean };
      readonly range: boolean;
      readonly summary: boolean;
      readonly sum?: string;
      readonly where: readonly string[];
      /** What the owner is to the rows: tasks assigned to a user are of their assignee. */
      readonly as?: string;
      /** Of each owner the first. */
      readonly each?: boolean;
      /** In the order of what `by` names, the best first. */
      readonly rank?: boolean;
      /** What a summary goes by tells which rows, and not how they are put together. */
      readonly filters?: boolean;
      /** A summary is told once for each of these. */
      readonly per?: TimeUnit;
      /** The numbers must be those of this moment. */
      readonly fresh?: boolean;
      /** What tells which rows are wanted: a property of theirs, or the state or the time of another thing that they have. */
      readonly whose?: string;
      /** What no query here asks: what is not there. */
      readonly unmet?: string;
      /** What the rows do: subscriptions that renew. */
      readonly verb?: string;
      /** The noun that asks: `leaderboard`. */
      readonly word?: string;
      readonly limit?: number;
      readonly perHour?: number;
      readonly goalMilliseconds?: number;
    }
  | { readonly kind: 'wish'; readonly wish: Omit<Wish, 'cause' | 'of'>; readonly of: readonly string[] }
  | { readonly kind: 'load'; readonly connections?: number; readonly readsPerWrite?: number }
  /** Rows of `of` never overlap for one of `within`; whose rows they are may be left open. */
  | { readonly kind: 'apart'; readonly of?: string; readonly within: string }
  /** There is at most one row with all of these; `of` or `act` is what the rows are, where the words tell it. */
  | {
      readonly kind: 'once';
      readonly names: readonly string[];
      readonly of?: string;
      readonly act?: string;
    }
  /** What the whole is about. */
  | { readonly kind: 'topic'; readonly words: string }
);

/** Statements of one kind. */
export type Of<Kind extends Statement['kind']> = Extract<Statement, { readonly kind: Kind }>;
