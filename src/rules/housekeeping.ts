import { spoken } from '../catalog/words.ts';

const actions =
  'created?|creation|inserted|updated?|modified|modification|changed|deleted|archived|edited|last update(?:d)?|last modified|lastupdated';
const pattern = new RegExp(
  `^(?:(?:${actions})(?: (?:at|on|by|date|time|timestamp|ts|user(?: id)?|by id))?|(?:row |record |lock )?version|is deleted|is active|active|enabled|deleted|etag|xmin|tenant id)$`,
);

/** Whether a column keeps the books about its row (`created_at`, `updated_by`, `lock_version`) instead of describing the thing. */
export function isHousekeeping(column: string): boolean {
  return pattern.test(spoken(column));
}
