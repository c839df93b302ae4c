import { askedBySql } from '../online/asked.ts';
import { newDraft } from '../read/draft.ts';
import { readingDialect } from './written-name.ts';

/** One ALTER TABLE that does what several do; nothing where they are of different tables, or no ALTER TABLE at all. */
export function joined(statements: readonly string[]): string | undefined {
  const read = statements.map((sql) => askedBySql(sql, newDraft(readingDialect)));
  const [first] = read;
  if (!first || read.some((one) => one?.table !== first.table || one.actions.length === 0)) return undefined;
  const actions = read.flatMap((one) => one?.actions ?? []);
  const dividing = actions.filter((one) => /^(?:\w+\s+PARTITION|PARTITION|REMOVE)\b/i.test(one));
  return dividing.length > 0 ? undefined : first.doing(actions, []);
}
