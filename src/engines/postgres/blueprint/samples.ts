import type { Blueprint, BlueprintTable } from '../../../catalog/blueprint.ts';
import type { SampleRows } from '../../blueprints.ts';
import { samples as designed, firstRows as firstRowsOf, type RowWords } from '../../designed/samples.ts';
import { quoteIdentifier, quoteLiteral } from '../quote.ts';
import { summaryEffects } from './summaries.ts';

const words: RowWords = {
  quote: quoteIdentifier,
  literal: quoteLiteral,
  instant: (text) => `'${text}+00'`,
  defaults: 'DEFAULT VALUES',
};

/** Rows that must go in, and rows that must not. Written for tables without rows. */
export function samples(blueprint: Blueprint): SampleRows {
  return designed(blueprint, words, (have) => summaryEffects(blueprint, have));
}

/** Inserts of the rows that a table begins with. */
export function firstRows(table: BlueprintTable): readonly string[] {
  return firstRowsOf(table, words);
}
