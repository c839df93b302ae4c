import type { Catalog, ExtendedStatistics, Extension, Schema, Sequence } from '../../../catalog/catalog.ts';
import { compareText } from '../../../catalog/names.ts';
import type { Row } from '../../connection.ts';
import { type Facts, owned } from './facts.ts';
import { classes } from './query.ts';
import { flag, keyBy, list, numbers, optional, optionalText, text } from './rows.ts';

export function readSchemas(facts: Facts): readonly Schema[] {
  return facts.rows.namespaces
    .filter((row) => facts.isOwn(classes.namespace, row))
    .map((row) => ({
      name: text(row, 'name'),
      grants: facts.grants(row),
      ...owned(row),
      ...facts.comment(classes.namespace, text(row, 'oid')),
    }));
}

/** Reads sequences, those behind identity columns included. */
export function readSequences(facts: Facts): readonly Sequence[] {
  const owners = new Map(facts.rows.uses.map((row) => [text(row, 'oid'), row]));
  const details = keyBy(facts.rows.sequences, 'relation');
  return facts.rows.relations
    .filter((row) => row['kind'] === 'S' && facts.isOwn(classes.class, row))
    .flatMap((row) => {
      const detail = details.get(text(row, 'oid'));
      return detail ? [readSequence(row, detail, owners.get(text(row, 'oid')), facts)] : [];
    });
}

function readSequence(row: Row, detail: Row, owner: Row | undefined, facts: Facts): Sequence {
  const table = owner && facts.relation(text(owner, 'target'));
  const column = owner && facts.columnName(text(owner, 'target'), Number(text(owner, 'target_column')));
  const identity = table !== undefined && owner?.['kind'] === 'i';
  return {
    ...facts.named(row),
    type: facts.types.read(text(detail, 'type'), -1, text(detail, 'type_text')),
    start: BigInt(text(detail, 'start')),
    increment: BigInt(text(detail, 'increment')),
    minimum: BigInt(text(detail, 'minimum')),
    maximum: BigInt(text(detail, 'maximum')),
    cache: BigInt(text(detail, 'cache')),
    cycle: flag(detail, 'cycle'),
    ...(table && column ? { ownedBy: { table, column } } : {}),
    identity,
    persistence: persistenceOf(row, identity ? facts.relationRow(text(owner, 'target')) : undefined, facts),
    grants: facts.grants(row),
    ...owned(row),
    ...facts.comment(classes.class, text(row, 'oid')),
  };
}

/** Since PostgreSQL 15 the sequence of an identity is as its table is; before, all were permanent. */
function persistenceOf(row: Row, identityOf: Row | undefined, facts: Facts): Sequence['persistence'] {
  const told = text(facts.version < 150000 && identityOf ? identityOf : row, 'persistence');
  return told === 'u' ? 'unlogged' : told === 't' ? 'temporary' : 'permanent';
}

export function readExtensions(facts: Facts): readonly Extension[] {
  return facts.rows.extensions.map((row) => ({
    name: text(row, 'name'),
    schema: facts.schema(text(row, 'namespace')),
    ...optional('version', optionalText(row, 'version')),
    stubbed: false,
    ...facts.comment(classes.extension, text(row, 'oid')),
  }));
}

export function readExtendedStatistics(facts: Facts): readonly ExtendedStatistics[] {
  const kinds: Readonly<Record<string, string>> = { d: 'ndistinct', f: 'dependencies', m: 'mcv', e: 'expressions' };
  return facts.rows.extendedStatistics
    .filter((row) => row['definition'] !== null && facts.isOwn(classes.statistics, row))
    .map((row) => ({
      ...facts.named(row),
      table: facts.relation(text(row, 'relation')) ?? { schema: '', name: '' },
      kinds: list(row, 'kinds').map((kind) => kinds[kind] ?? kind),
      columns: numbers(row, 'columns').map((place) => facts.columnName(text(row, 'relation'), place)),
      definition: text(row, 'definition'),
      ...owned(row),
      ...facts.comment(classes.statistics, text(row, 'oid')),
    }));
}

/** The catalog with the loader's stubbed extensions among the extensions. */
export function withStubbed(
  catalog: Catalog,
  stubbed: readonly { readonly name: string; readonly schema: string }[],
): Catalog {
  const extensions = stubbed.map((one): Extension => ({ ...one, stubbed: true }));
  return { ...catalog, extensions: [...catalog.extensions, ...extensions].sort((a, b) => compareText(a.name, b.name)) };
}
