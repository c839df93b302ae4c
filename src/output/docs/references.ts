import { qualified } from '../../catalog/names.ts';
import type { Table } from '../../catalog/table.ts';
import { type Cell, code, joinedCells, quiet, type Section, text } from './page.ts';

import { type Material, nameLink, section, table } from './table-parts.ts';

export function referencesFrom(material: Material, relation: Table): Section | undefined {
  return section('references', 'Refers to', [
    table(
      ['columns', 'refers to', 'on delete', 'constraint'],
      relation.foreignKeys.map((key) => [
        joinedCells(
          key.columns.map((column) => [code(column)]),
          ', ',
        ),
        [
          nameLink(material, key.references),
          text(' '),
          ...joinedCells(
            key.referencedColumns.map((column) => [code(column)]),
            ', ',
          ),
        ],
        [text(key.onDelete)],
        [
          code(key.name),
          ...(key.validated ? [] : [quiet(' not validated')]),
          ...(key.enforced ? [] : [quiet(' not enforced')]),
        ],
      ]),
    ),
  ]);
}

export function referencesTo(material: Material, relation: Table): Section | undefined {
  const rows = material.lookups
    .referencesTo(relation)
    .filter(({ key }) => !key.inherited)
    .map(({ from, key }) => [
      [
        nameLink(material, from),
        text(' '),
        ...joinedCells(
          key.columns.map((column) => [code(column)]),
          ', ',
        ),
      ],
      joinedCells(
        key.referencedColumns.map((column) => [code(column)]),
        ', ',
      ),
      [text(key.onDelete)],
      [code(key.name)],
    ]);
  return section('referenced-by', 'Referred to by', [table(['table', 'by its', 'on delete', 'constraint'], rows)]);
}

export function partitions({ lookups }: Material, relation: Table): Section | undefined {
  const all = lookups.partitions(relation);
  return section('partitions', 'Partitions', [
    table(
      ['partition', 'rows of'],
      all.map((one) => [[code(qualified(one))], [code(one.partitionOf?.bound ?? '')]]),
    ),
  ]);
}

export function readersSection(material: Material, key: string): Section | undefined {
  const views = material.readers.get(key) ?? [];
  return views.length === 0
    ? undefined
    : section('views', 'Views that read it', [
        {
          kind: 'paragraph',
          text: joinedCells(
            views.map((view): Cell => [{ kind: 'link', text: view, page: view }]),
            ', ',
          ),
        },
      ]);
}
