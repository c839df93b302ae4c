import type { Change } from '../catalog/change.ts';
import { displayName, type QualifiedName, qualified } from '../catalog/names.ts';
import type { Evidence } from './evidence.ts';

export type Priority = 'P0' | 'P1' | 'P2';
export const priorities: readonly Priority[] = ['P0', 'P1', 'P2'];

/** How bad it is where it applies, before the table's importance is weighed. */
export type Severity = 'critical' | 'high' | 'medium' | 'low';

/** The sub-score that a rule counts towards. */
export type Dimension = 'performance' | 'integrity' | 'maintainability' | 'scalability';
export const dimensions: readonly Dimension[] = ['performance', 'integrity', 'maintainability', 'scalability'];

export type Category =
  | 'indexes'
  | 'keys and relations'
  | 'types'
  | 'shape'
  | 'names and habits'
  | 'security and tenancy'
  | 'scale and operations';

export type Effort = 'minutes' | 'hours' | 'days';

/** The object that a finding is about. */
export interface Subject {
  readonly kind:
    | 'table'
    | 'column'
    | 'index'
    | 'constraint'
    | 'view'
    | 'routine'
    | 'sequence'
    | 'policy'
    | 'trigger'
    | 'type'
    | 'schema';
  /**
   * The table, view, routine, sequence or type; of a column, index, constraint, policy or trigger: its table; of a
   * schema: the schema's name twice.
   */
  readonly object: QualifiedName;
  /** The columns, index, constraint, policy or trigger; a routine's signature. */
  readonly names?: readonly string[];
}

/** Where a subject is written down, when the source is files. */
export interface FileLocation {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** One case of a finding. */
export interface FindingItem {
  /** Stable between runs: the rule's id and the subject. */
  readonly id: string;
  readonly priority: Priority;
  readonly severity: Severity;
  /** 1 to 10. */
  readonly confidence: number;
  /** Of the table or tables that it weighs on, 0 to 1. */
  readonly importance: number;
  readonly at: Subject;
  readonly file?: FileLocation;
  /** Other places that it is about: the other queries that an index would serve. */
  readonly alsoAt?: readonly FileLocation[];
  readonly message: string;
  /** Only where it is more exact than the rule's own sentence. */
  readonly why?: string;
  readonly evidence: readonly Evidence[];
  readonly changes: readonly Change[];
  /** The changes as statements, in the safest form the engine has. */
  readonly sql: readonly string[];
  /** Its statements bring their transaction: none of them may be run without the others. */
  readonly ownTransaction?: true;
  /**
   * Its statements in a script of all fixes, where they differ from these: none where it is made along with one before
   * it, or may not stand beside the others.
   */
  readonly inScript?: readonly string[];
  /** Commands of a tool that does it in another way, for a shell. */
  readonly commands?: readonly string[];
}

/** All cases of one rule: one problem, one migration. */
export interface Finding {
  readonly id: string;
  readonly rule: string;
  readonly category: Category;
  readonly dimension: Dimension;
  /** Of the most pressing item. */
  readonly priority: Priority;
  /** Of the surest of the items at that priority. */
  readonly confidence: number;
  readonly message: string;
  readonly why: string;
  readonly effort: Effort;
  readonly tradeOff: string;
  /** Most pressing first. */
  readonly items: readonly FindingItem[];
}

/** How people read a subject: `public.orders(user_id)`, `public.orders · index orders_pkey`. */
export function subjectText(subject: Subject): string {
  if (subject.kind === 'schema') return `schema ${displayName(subject.object.name)}`;
  const object = qualified(subject.object);
  const names = subject.names ?? [];
  if (names.length === 0) return object;
  switch (subject.kind) {
    case 'column':
      return `${object}(${names.map(displayName).join(', ')})`;
    case 'routine':
      return `${displayName(subject.object.schema)}.${names[0]}`;
    default:
      return `${object} · ${subject.kind} ${names.map(displayName).join(', ')}`;
  }
}

/** The part of an item's id that names the subject: no spaces, stable. */
export function subjectId(subject: Subject): string {
  if (subject.kind === 'schema') return displayName(subject.object.name);
  const names = (subject.names ?? []).map(displayName);
  return names.length === 0 ? qualified(subject.object) : `${qualified(subject.object)}:${names.join(',')}`;
}
