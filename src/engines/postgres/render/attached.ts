import type { OtherObject } from '../../../catalog/catalog.ts';
import type { QualifiedName } from '../../../catalog/names.ts';
import type { ObjectReference } from '../../../catalog/object.ts';
import { quoteIdentifier, quoteLiteral, quoteName } from '../quote.ts';
import { grantedName, objectName } from './names.ts';

/** The statement that sets something for an object, and the one that takes it away. */
export type Setting = Pick<OtherObject, 'definition' | 'undo'>;

const actions: Readonly<Record<string, string>> = {
  O: 'ENABLE',
  D: 'DISABLE',
  R: 'ENABLE REPLICA',
  A: 'ENABLE ALWAYS',
};

/** How a rule or trigger fires, as the catalog's letters have it; `usual`: as it does unless that is set. */
export function firing(
  kind: 'RULE' | 'TRIGGER',
  table: QualifiedName,
  name: string,
  { state, usual }: { readonly state: string; readonly usual: string },
): Setting {
  const set = (to: string) => `ALTER TABLE ${quoteName(table)} ${actions[to]} ${kind} ${quoteIdentifier(name)}`;
  return { definition: set(state), undo: set(usual) };
}

/** How much is gathered for extended statistics, or for a key of an index by its place. */
export function statisticsTarget(reference: ObjectReference, target: string, key?: number): Setting {
  const place = key === undefined ? '' : `ALTER COLUMN ${key} `;
  const set = (to: string) => `ALTER ${objectName(reference)} ${place}SET STATISTICS ${to}`;
  return { definition: set(target), undo: set('-1') };
}

export function bond(reference: ObjectReference, extension: string): Setting {
  const set = (word: string) =>
    `ALTER ${objectName(reference)} ${word}DEPENDS ON EXTENSION ${quoteIdentifier(extension)}`;
  return { definition: set(''), undo: set('NO ') };
}

export function securityLabel(reference: ObjectReference, provider: string, label: string): Setting {
  const set = (text: string) =>
    `SECURITY LABEL FOR ${quoteIdentifier(provider)} ON ${objectName(reference)} IS ${text}`;
  return { definition: set(quoteLiteral(label)), undo: set('NULL') };
}

/** `type` as the engine writes it. */
export function rowType(table: QualifiedName, type: string): Setting {
  const alter = `ALTER TABLE ${quoteName(table)}`;
  return { definition: `${alter} OF ${type}`, undo: `${alter} NOT OF` };
}

/** What a comment is of: an object, a constraint of a domain, a type that came with another. */
export type Commented =
  | { readonly object: ObjectReference }
  | { readonly constraint: string; readonly on: ObjectReference }
  | { readonly type: string };

export function attachedComment(of: Commented, text: string): Setting {
  const set = (to: string) => `COMMENT ON ${commented(of)} IS ${to}`;
  return { definition: set(quoteLiteral(text)), undo: set('NULL') };
}

function commented(of: Commented): string {
  if ('object' in of) return objectName(of.object);
  return 'type' in of ? `TYPE ${of.type}` : `CONSTRAINT ${quoteIdentifier(of.constraint)} ON ${objectName(of.on)}`;
}

/** A right that the owner gave up; the owner, whose name stands at the end, does not count. */
export function ownersRight(reference: ObjectReference, privilege: string): Setting {
  const set = (verb: string, word: string) => `${verb} ${privilege.toUpperCase()} ON ${grantedName(reference)} ${word}`;
  return { definition: set('REVOKE', 'FROM'), undo: set('GRANT', 'TO') };
}
