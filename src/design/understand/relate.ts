import { capital, withArticle } from '../../catalog/words.ts';
import type { DeleteRule, Relation } from '../model.ts';
import { claimPresence } from './contradictions.ts';
import { type Draft, related } from './draft.ts';

/** Rows of these are kept whatever becomes of what they refer to: money, contracts, evidence. */
const records =
  /(?:order|invoice|payment|refund|transaction|booking|reservation|loan|rental|contract|shipment|enrollment|purchase|subscription|claim|prescription|entry|sale|donation|payslip|ticket|appointment|visit|payout|grade|certificate|policy|bill|receipt|deposit|application|delivery|result)$/;
/** Parts that are nothing without what they are parts of. */
const parts =
  /(?:_item|_line|_line_item|_detail|_option|_image|_photo|_picture|_version|_history|_step|_setting|_translation|_variant|_attachment|_log|_part|_section|_row|session|token|address|notification|profile|comment|like|follow|favorite|bookmark|vote|reaction|note|attachment|message|answer|photo|cart|wish_list|wishlist|reminder|track|chapter|lesson|module|task|episode|stage|reading|post)$/;

/** Why a row goes, stays or loses its reference when the other is deleted. */
function deleteRule(relation: Pick<Relation, 'from' | 'to' | 'optional' | 'kind' | 'role'>): {
  readonly onDelete: DeleteRule;
  readonly why: string;
} {
  const from = relation.from.replaceAll('_', ' ');
  const to = relation.to.replaceAll('_', ' ');
  if (relation.optional)
    return {
      onDelete: 'set null',
      why: `The ${relation.role.replaceAll('_', ' ')} may be missing: ${withArticle(from)} stays, without it.`,
    };
  if (parts.test(relation.from) || relation.from.startsWith(`${relation.to}_`) || relation.kind === 'one-to-one')
    return { onDelete: 'cascade', why: `${capital(withArticle(from))} is part of its ${to}, and goes with it.` };
  if (records.test(relation.from))
    return {
      onDelete: 'restrict',
      why: `${capital(withArticle(from))} is a record that must outlive what it tells of: ${withArticle(to)} with one is not deleted.`,
    };
  return {
    onDelete: 'restrict',
    why: `${capital(withArticle(to))} that still has ${from} rows is not deleted by accident.`,
  };
}

/** It tells whether there must be one. */
const presence = /must|always|required|mandatory|at least one|optional|\bmay\b|zero/;

/** Adds a relation with its delete rule; what was said twice is kept once, what contradicts is told. */
export function relate(
  draft: Draft,
  relation: Omit<Relation, 'onDelete' | 'why'> & Partial<Pick<Relation, 'onDelete' | 'why'>>,
): void {
  const rule = deleteRule(relation);
  const made: Relation = { ...rule, ...relation };
  const present = related(draft, made.from, made.to);
  // A table that is written down has what is written, and what refers to the other already says so.
  const written = draft.entities.get(made.from)?.listed === true && made.column === undefined;
  if (written && present.some((one) => one.from === made.from && one.kind !== 'many-to-many')) return;
  // Teams play matches that have a home team and an away team.
  if (
    made.kind === 'many-to-many' &&
    present.filter((one) => one.role !== one.to && one.from === present[0]?.from).length > 1
  )
    return;
  const same = present.find(
    (one) => one.role === made.role || made.kind === 'many-to-many' || one.kind === 'many-to-many',
  );
  if (!same) {
    draft.relations.push(made);
    return;
  }
  if (same.kind === made.kind && same.from === made.from) {
    // What may be missing in one sentence and must be there in another: the later one is taken.
    const at = `${made.from}.${made.role}`;
    claimPresence(draft, at, same.optional, same.cause, true);
    const differs = same.optional !== made.optional && made.cause.kind === 'said' && same.cause.kind === 'said';
    if (differs && presence.test(made.cause.words) && claimPresence(draft, at, made.optional, made.cause))
      draft.relations.splice(draft.relations.indexOf(same), 1, made);
    return;
  }
  if (made.kind === 'many-to-many' && same.kind === 'many-to-one') {
    draft.relations.splice(draft.relations.indexOf(same), 1, made);
    return;
  }
  if (same.kind === 'many-to-many') return;
  if (made.from === made.to || same.role !== same.to) {
    draft.relations.push(made);
    return;
  }
  if (made.kind === 'one-to-one' && same.kind === 'many-to-one')
    draft.relations.splice(draft.relations.indexOf(same), 1, made);
  else if (made.cause.kind === 'said' && same.from !== made.from) draft.relations.push(made);
}
