import { words } from '../catalog/words.ts';

const people = new Set([
  'creator',
  'author',
  'updater',
  'editor',
  'modifier',
  'approver',
  'granter',
  'grantor',
  'inviter',
  'adder',
  'assigner',
]);

/** Whether the name says who did something to the row: `created_by`, `assigned_by_id`, `creator_id`. */
export function isActor(column: string): boolean {
  const all = words(column);
  const last = all.at(-1) === 'id' || all.at(-1) === 'uuid' ? all.slice(0, -1) : all;
  return last.at(-1) === 'by' || people.has(last.at(-1) ?? '') || (last.at(-2) === 'by' && last.at(-1) === 'user');
}
