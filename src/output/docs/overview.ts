import { standsForItself } from '../../catalog/catalog.ts';
import { displayName, qualified } from '../../catalog/names.ts';
import { bytes, count, short } from '../words.ts';
import { documented } from './material.ts';
import { type Block, badge, type Cell, code, joinedCells, quiet, text } from './page.ts';
import { kindOf } from './table-page.ts';
import type { Material } from './table-parts.ts';

/** A line of the index of all pages. */
export interface OverviewEntry {
  readonly key: string;
  readonly kind: string;
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly string[];
  readonly comment: string;
  /** `about 50k rows`; nothing for what has none. */
  readonly size: string;
  readonly findings: number;
  readonly personal: boolean;
}

/** Every table and view in order. */
export function overview({ dictionary }: Material): readonly OverviewEntry[] {
  return documented(dictionary).map((one) => {
    const key = qualified(one);
    const size = dictionary.sizes[key];
    return {
      key,
      kind: kindOf(one),
      schema: one.schema,
      name: one.name,
      columns: one.columns.map((column) => column.name),
      comment: one.comment ?? '',
      size: size
        ? `${size.origin === 'derived' ? '≈ ' : ''}${short(size.rows)} rows, ${bytes(size.heapBytes + size.indexBytes)}`
        : '',
      findings: dictionary.findings[key]?.length ?? 0,
      personal: Object.keys(dictionary.personal[key] ?? {}).length > 0,
    };
  });
}

/** What the schema is, in a line. */
export function schemaLine({ dictionary, diagram }: Material): string {
  const { catalog } = dictionary;
  const partitions = catalog.tables.filter((table) => table.partitionOf).length;
  const facts = [
    count(catalog.tables.length - partitions, 'table'),
    ...(partitions > 0 ? [count(partitions, 'partition')] : []),
    ...(catalog.views.length > 0 ? [count(catalog.views.length, 'view')] : []),
    count(diagram.relationships.filter((one) => one.kind === 'foreign key').length, 'foreign key'),
    ...(dictionary.queries.length > 0 ? [count(dictionary.queries.length, 'query')] : []),
    ...(dictionary.score === undefined ? [] : [`health ${dictionary.score} of 100`]),
  ];
  return facts.join(' · ');
}

/** What belongs to no table: types, sequences, routines, extensions, and what has no place of its own. */
export function otherBlocks({ dictionary }: Material): readonly { readonly title: string; readonly block: Block }[] {
  const { types, sequences, routines, extensions, statistics } = dictionary.catalog;
  const others = dictionary.catalog.others.filter((one) => standsForItself(one) && !one.columns);
  const rows = (all: readonly (readonly Cell[])[], head: readonly string[]): Block => ({
    kind: 'table',
    head,
    rows: all.map((cells) => ({ cells })),
  });
  const found: { title: string; block: Block }[] = [];
  if (types.length > 0) {
    found.push({
      title: 'Types',
      block: rows(
        types.map((type) => [
          [code(qualified(type))],
          [text(type.kind)],
          typeText(type),
          type.comment === undefined ? [] : [text(type.comment)],
        ]),
        ['type', 'kind', 'is', 'comment'],
      ),
    });
  }
  // Those of identity columns are told by their columns.
  const counters = sequences.filter(({ identity }) => !identity);
  if (counters.length > 0) {
    found.push({
      title: 'Sequences',
      block: rows(
        counters.map((one) => [
          [code(qualified(one))],
          [
            text(
              `from ${one.start} by ${one.increment}, within ${one.minimum} to ${one.maximum}${one.cycle ? ', and round again' : ''}`,
            ),
          ],
          one.ownedBy ? [code(`${qualified(one.ownedBy.table)}.${one.ownedBy.column}`)] : [],
          one.comment === undefined ? [] : [text(one.comment)],
        ]),
        ['sequence', 'counts', 'of the column', 'comment'],
      ),
    });
  }
  if (routines.length > 0) {
    found.push({
      title: 'Routines',
      block: rows(
        routines.map((one) => [
          [
            code(`${one.schema}.${/\(\)$/.test(one.signature) ? `${one.name}(${one.arguments})` : one.signature}`),
            ...(one.securityDefiner ? [text(' '), badge('definer', 'it runs with the rights of its owner')] : []),
          ],
          [text(one.kind)],
          one.returns === undefined ? [] : [code(one.returns)],
          [quiet(one.language)],
          one.comment === undefined ? [] : [text(one.comment)],
        ]),
        ['routine', 'kind', 'returns', 'language', 'comment'],
      ),
    });
  }
  if (extensions.length > 0) {
    found.push({
      title: 'Extensions',
      block: rows(
        extensions.map((one) => [
          [code(one.name)],
          one.version === undefined ? [] : [text(one.version)],
          one.comment === undefined ? [] : [text(one.comment)],
        ]),
        ['extension', 'version', 'comment'],
      ),
    });
  }
  if (statistics.length > 0) {
    found.push({
      title: 'Statistics',
      block: rows(
        statistics.map((one) => [
          [code(qualified(one))],
          [code(qualified(one.table))],
          [text(one.kinds.join(', '))],
          [code(one.columns.join(', '))],
        ]),
        ['statistics', 'table', 'kinds', 'columns'],
      ),
    });
  }
  if (others.length > 0) {
    found.push({
      title: 'Others',
      block: rows(
        others.map((one) => [
          [code(one.schema === undefined ? displayName(one.name) : qualified({ schema: one.schema, name: one.name }))],
          [text(one.kind)],
          [
            ...(one.definition === undefined ? [] : [code(one.definition)]),
            ...(one.starts === undefined ? [] : [text(' from '), code(one.starts)]),
          ],
          one.comment === undefined ? [] : [text(one.comment)],
        ]),
        ['object', 'kind', 'is', 'comment'],
      ),
    });
  }
  return found;
}

function typeText(type: Material['dictionary']['catalog']['types'][number]): Cell {
  switch (type.kind) {
    case 'enum':
      return joinedCells(
        type.values.map((value) => [code(value)]),
        ', ',
      );
    case 'domain':
      return [code(type.base.text), ...type.checks.flatMap((check): Cell => [text(' '), code(check.expression)])];
    case 'composite':
      return joinedCells(
        type.attributes.map((one) => [code(`${one.name} ${one.type.text}`)]),
        ', ',
      );
    case 'range':
      return [text('range of '), code(type.subtype.text)];
  }
}

/** Which relations exist, for the search of a reader: names, columns and comments in one text. */
export function searchText(entry: OverviewEntry): string {
  return [entry.key, entry.schema, entry.name, ...entry.columns, entry.comment].join(' ').toLowerCase();
}
