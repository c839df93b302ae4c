import type { BlueprintHistory, BlueprintTable } from '../../catalog/blueprint.ts';
import { spoken } from '../../catalog/words.ts';
import type { Decision, Design } from '../model.ts';
import type { Names } from './names.ts';

/** What triggers write of former values: for each wished history the table that it goes into. */
export function historiesOf(
  design: Design,
  tables: readonly BlueprintTable[],
  names: Names,
  decisions: Decision[],
): readonly BlueprintHistory[] {
  const found: BlueprintHistory[] = [];
  for (const { kind, by, cause } of design.wishes) {
    if (kind !== 'history' || by === undefined) continue;
    for (const entity of design.entities.filter((one) => one.name.endsWith(`${by}_history`))) {
      const table = tables.find((one) => one.name === names.table(entity.name));
      if (!table || found.some((one) => one.table === table.name)) continue;
      const history = historyIn(table, tables);
      if (history) {
        found.push(history);
        decisions.push({
          at: entity.name,
          what: `A trigger of ${history.of} writes ${table.name}: each new ${spoken(by)}, with the moment from which it holds.`,
          why: 'it sees what every program does, and an application cannot forget it',
          instead: 'An application that writes the history itself can tell who changed it and why.',
          cause,
        });
      } else {
        decisions.push({
          at: entity.name,
          what: `${table.name} is written by the application.`,
          why: 'it holds what the row that it tells of does not have, so that no trigger can know it',
          cause,
        });
      }
    }
  }
  return found;
}

function historyIn(table: BlueprintTable, tables: readonly BlueprintTable[]): BlueprintHistory | undefined {
  const from = table.columns.find((one) => /^(?:valid|effective)_from$/.test(one.name) && one.meaning === 'instant');
  const until = table.columns.find(
    (one) => /^(?:valid|effective)_(?:until|to)$/.test(one.name) && one.meaning === 'instant' && one.nullable,
  );
  const reference = table.references.find((one) => one.columns.some((name) => name !== table.tenantColumn));
  const target = tables.find((one) => one.name === reference?.to);
  const column = reference?.columns.find((name) => name !== table.tenantColumn);
  const key = reference?.toColumns[reference.columns.indexOf(column ?? '')];
  if (!from || !target || column === undefined || key === undefined) return undefined;
  const own = table.columns.filter(
    (one) =>
      one.meaning !== 'identity' &&
      ![from.name, until?.name, column, table.tenantColumn].includes(one.name) &&
      !(one.default !== undefined && /_at$/.test(one.name)),
  );
  const copied = own.flatMap((one) => {
    const same = target.columns.find((two) => two.name === one.name && two.meaning === one.meaning);
    return same ? [{ name: one.name, needed: !one.nullable && same.nullable }] : [];
  });
  const missing = own
    .filter((one) => !one.nullable && one.default === undefined)
    .some((one) => !copied.some(({ name }) => name === one.name));
  if (copied.length === 0 || missing) return undefined;
  const begun = target.columns.find((one) => one.name === 'created_at')?.name;
  return {
    table: table.name,
    of: target.name,
    reference: column,
    key,
    columns: copied.map((one) => one.name),
    needed: copied.filter((one) => one.needed).map((one) => one.name),
    from: from.name,
    ...(until ? { until: until.name } : {}),
    ...(begun === undefined ? {} : { begun }),
    ...(table.tenantColumn !== undefined && target.tenantColumn === table.tenantColumn
      ? { tenant: table.tenantColumn }
      : {}),
  };
}
