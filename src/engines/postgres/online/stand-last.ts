import { displayName, qualified } from '../../../catalog/names.ts';
import { listed } from '../../../catalog/words.ts';
import type { TableParts } from './column-parts.ts';

/** What is written or read by the places of columns would be lost, or taken for another; nothing where these stay. */
export function standLast({ table, columns }: TableParts): readonly string[] {
  const names = columns.map(({ name }) => name);
  const last = table.columns.slice(-names.length).map(({ name }) => name);
  if (names.join() === last.join()) return [];
  return [
    `The application names the columns of ${qualified(table)} wherever it inserts or copies rows, and takes none by its place: ${listed(names.map(displayName))} ${names.length === 1 ? 'stands' : 'stand'} last from then on, and what is written without a list of columns is lost or mixed up.`,
  ];
}
