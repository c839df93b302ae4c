import type { QualifiedName } from '../../../catalog/names.ts';
import { type Draft, schemaName } from '../read/draft.ts';
import { readName } from '../read/names.ts';
import { NotUnderstood, readerOf } from '../sql/reader.ts';
import { withoutSettings } from '../sql/settings.ts';
import { statementsWithin } from '../sql/under-mode.ts';
import { type AlterClass, metadataLock, modeOf } from './alter-class.ts';
import { classifyAlter } from './classify.ts';

/** What a statement does to tables that are there while others use them. */
export interface StatementEffects {
  readonly locks: readonly {
    readonly relation: QualifiedName;
    readonly kind: 'table';
    readonly mode: string;
    readonly blocks: 'other schema changes' | 'writes' | 'reads and writes';
    readonly known: 'seen' | 'documented';
  }[];
  readonly rewritten: readonly QualifiedName[];
  readonly scanned: readonly QualifiedName[];
  readonly indexesBuilt: readonly QualifiedName[];
  readonly underLock?: true;
}

const noStatementEffects: StatementEffects = { locks: [], rewritten: [], scanned: [], indexesBuilt: [] };

/** What a statement does where the schema is as the draft; by the rules of {@link classifyAlter}, or what a server said. */
export function effectsOf(statement: string, draft: Draft, seen?: AlterClass): StatementEffects {
  const within = statementsWithin(statement);
  const sql = withoutSettings(within[1] ?? statement);
  const touched = tableOf(sql, draft);
  if (touched === undefined) return noStatementEffects;
  const relation = { schema: schemaName, name: touched };
  const known = seen ? 'seen' : 'documented';
  const lock = (mode: string, blocks: StatementEffects['locks'][number]['blocks']) => [
    { relation, kind: 'table' as const, mode, blocks, known: known as 'seen' | 'documented' },
  ];
  if (!/^\s*(?:ALTER|CREATE\s+(?:UNIQUE\s+|FULLTEXT\s+|SPATIAL\s+)?INDEX|DROP\s+INDEX)\b/i.test(sql)) {
    return { ...noStatementEffects, locks: lock(metadataLock, 'reads and writes') };
  }
  const found = seen ?? classifyAlter(sql, draft) ?? feared;
  const indexesBuilt = [...sql.matchAll(/\bADD (?:UNIQUE |FULLTEXT |SPATIAL )?KEY (`(?:[^`]|``)*`|[\w$]+)/g)].map(
    ([, name = '']) => ({ schema: schemaName, name: name.replaceAll('`', '') }),
  );
  if (found.untold || (found.algorithm === 'INSTANT' && !found.copies)) {
    return { ...noStatementEffects, locks: lock(modeOf(found), 'reads and writes') };
  }
  const waits = found.lock === 'NONE' ? 'other schema changes' : 'writes';
  return {
    locks: lock(modeOf(found), found.lock === 'EXCLUSIVE' ? 'reads and writes' : waits),
    rewritten: found.rebuilds || found.copies ? [relation] : [],
    scanned: found.rebuilds || found.copies || indexesBuilt.length === 0 ? [] : [relation],
    indexesBuilt,
    ...(found.lock === 'NONE' ? {} : { underLock: true as const }),
  };
}

/** What nobody knows is feared to copy. */
const feared: AlterClass = { algorithm: 'COPY', lock: 'SHARED', rebuilds: true, why: 'how it is done is not known' };

/** The table that a statement changes or locks: of those that are there. */
export function tableOf(sql: string, draft: Draft): string | undefined {
  const [, head = ''] =
    /^\s*(?:ALTER\s+(?:ONLINE\s+|IGNORE\s+)*TABLE|DROP\s+TABLE|RENAME\s+TABLE|(?:CREATE|DROP)\s+(?:\w+\s+)?(?:INDEX|TRIGGER)\s+.*?\sON)\s+(?:IF\s+EXISTS\s+)?(.*)$/is.exec(
      withoutSettings(sql),
    ) ?? [];
  if (head === '') return undefined;
  try {
    const { name } = readName(readerOf(head, draft.dialect, draft.ansiQuotes), draft);
    return draft.tables.has(name) ? name : undefined;
  } catch (error) {
    if (error instanceof NotUnderstood) return undefined;
    throw error;
  }
}
