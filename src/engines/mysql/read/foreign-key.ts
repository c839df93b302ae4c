import type { QualifiedName } from '../../../catalog/names.ts';
import type { ReferentialAction } from '../../../catalog/table.ts';
import type { Reader } from '../sql/reader.ts';
import type { Draft } from './draft.ts';
import { readName } from './names.ts';

/** What stands behind `REFERENCES`. */
export interface References {
  readonly references: QualifiedName;
  readonly referencedColumns: readonly string[];
  readonly onDelete: ReferentialAction;
  readonly onUpdate: ReferentialAction;
}

export function readReferences(reader: Reader, draft: Draft): References {
  reader.expect('REFERENCES');
  const references = readName(reader, draft);
  const referencedColumns =
    reader.peek()?.text === '('
      ? reader
          .brackets()
          .parts()
          .map((part) => part.name())
      : [];
  // MariaDB writes RESTRICT as nothing, MySQL does so with NO ACTION: they are one to InnoDB, and told apart as they tell.
  const usual = draft.dialect.flavour === 'mariadb' ? 'restrict' : 'no action';
  let onDelete: ReferentialAction = usual;
  let onUpdate: ReferentialAction = usual;
  for (;;) {
    if (reader.take('ON', 'DELETE')) onDelete = readAction(reader);
    else if (reader.take('ON', 'UPDATE')) onUpdate = readAction(reader);
    else if (reader.take('MATCH')) reader.next();
    else break;
  }
  return { references, referencedColumns, onDelete, onUpdate };
}

function readAction(reader: Reader): ReferentialAction {
  if (reader.take('CASCADE')) return 'cascade';
  if (reader.take('SET', 'NULL')) return 'set null';
  if (reader.take('SET', 'DEFAULT')) return 'set default';
  if (reader.take('RESTRICT')) return 'restrict';
  if (reader.take('NO', 'ACTION')) return 'no action';
  return reader.fail('an action');
}
