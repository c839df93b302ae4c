import type { Node, PartitionBoundSpec } from 'libpg-query';
import type { QualifiedName } from '../../../catalog/names.ts';
import { inventedName } from '../../../catalog/object-name.ts';
import type { Statement } from '../../engine.ts';
import type { SaferContext } from '../../migration-reading.ts';
import type { Parser } from '../query/parser.ts';
import { quoteIdentifier, quoteName } from '../quote.ts';
import { transactional } from '../render/layout.ts';

/**
 * A check that proves the rows first, while reads and writes go on, so that ATTACH PARTITION need not look at them. Nothing
 * for a hash, whose check names the parent by number, nor where a default partition must be looked through as well.
 */
export function saferAttach(
  command: Node,
  parent: QualifiedName,
  partition: QualifiedName,
  parser: Parser,
  { lookups, traits, isNew }: SaferContext,
): readonly Statement[] | undefined {
  const known = lookups.table(parent);
  const table = lookups.table(partition);
  if (!known?.partitioning || !table || table.partitioning || isNew(partition)) return undefined;
  if (lookups.partitions(parent).some((one) => one.partitionOf?.isDefault)) return undefined;
  const def = 'AlterTableCmd' in command ? command.AlterTableCmd.def : undefined;
  const bound = def && 'PartitionCmd' in def ? def.PartitionCmd.bound : undefined;
  const keys = known.partitioning.keys.map((key) =>
    key.column === undefined ? `(${key.expression ?? ''})` : quoteIdentifier(key.column),
  );
  const proof = bound && conditionOf(bound, keys, parser);
  if (proof === undefined) return undefined;
  const alter = `ALTER TABLE ${quoteName(partition)}`;
  const name = quoteIdentifier(inventedName([partition.name], 'bound_check', traits.identifierBytes));
  return [
    transactional(`${alter} ADD CONSTRAINT ${name} CHECK (${proof}) NOT VALID`),
    transactional(`${alter} VALIDATE CONSTRAINT ${name}`),
    transactional(
      parser.write({
        AlterTableStmt: {
          relation: { schemaname: parent.schema, relname: parent.name, inh: true, relpersistence: 'p' },
          cmds: [command],
          objtype: 'OBJECT_TABLE',
        },
      }),
    ),
    transactional(`${alter} DROP CONSTRAINT ${name}`),
  ];
}

/** What the engine holds of the rows of a partition, in the form in which it writes it. */
function conditionOf(bound: PartitionBoundSpec, keys: readonly string[], parser: Parser): string | undefined {
  if (bound.is_default) return undefined;
  if (bound.strategy === 'l') {
    const [key = ''] = keys;
    const values = (bound.listdatums ?? []).map((one) => parser.write(one));
    const given = values.filter((value) => !/^null$/i.test(value));
    const among = given.length === 0 ? undefined : `${key} IN (${given.join(', ')})`;
    if (given.length === values.length) return `${key} IS NOT NULL AND ${among}`;
    return among === undefined ? `${key} IS NULL` : `${key} IS NULL OR ${among}`;
  }
  if (bound.strategy !== 'r') return undefined;
  const lower = sideOf(bound.lowerdatums ?? [], keys, '>', parser);
  const upper = sideOf(bound.upperdatums ?? [], keys, '<', parser);
  return [...keys.map((key) => `${key} IS NOT NULL`), ...lower, ...upper].join(' AND ');
}

/** `a > 1 OR (a = 1 AND b >= 2)`; nothing for a side without an end. */
function sideOf(datums: readonly Node[], keys: readonly string[], than: '>' | '<', parser: Parser): readonly string[] {
  const values = datums.map((one) => parser.write(one));
  const ways: string[] = [];
  for (const [at, key] of keys.entries()) {
    const same = keys.slice(0, at).map((other, place) => `${other} = ${values[place]}`);
    const value = values[at] ?? '';
    const endless = /^"?(minvalue|maxvalue)"?$/i.test(value);
    if (endless) {
      // From MINVALUE on, and up to MAXVALUE, there is no end.
      if (/min/i.test(value) === (than === '>')) ways.push(same.join(' AND '));
      break;
    }
    const last = at === keys.length - 1;
    ways.push([...same, `${key} ${than}${last && than === '>' ? '=' : ''} ${value}`].join(' AND '));
  }
  if (ways.includes('') || ways.length === 0) return [];
  return [ways.length === 1 ? `${ways[0]}` : `(${ways.map((way) => `(${way})`).join(' OR ')})`];
}
