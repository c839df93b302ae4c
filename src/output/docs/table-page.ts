import { definitionOf } from '../../catalog/index-definition.ts';
import { displayName, qualified } from '../../catalog/names.ts';
import type { Index, Table, View } from '../../catalog/table.ts';
import type { VirtualTable } from '../../catalog/virtual-tables.ts';
import { neighbourhood } from '../../diagram/scope.ts';
import { shortType } from '../../diagram/short-type.ts';
import { bytes, count, short } from '../words.ts';
import type { Dictionary } from './dictionary.ts';
import { indexServes } from './index-serves.ts';
import { badge, type Cell, code, joinedCells, type Page, quiet, type Section, text } from './page.ts';
import { partitions, readersSection, referencesFrom, referencesTo } from './references.ts';
import { anchorOf } from './slug.ts';
import { type Material, nameLink, section, table } from './table-parts.ts';
import { findings, queries } from './table-use.ts';

/** What has a page of its own. */
type Documented = Table | View | VirtualTable;

/** The page of a table or view. */
export function tablePage(material: Material, relation: Documented): Page {
  const key = qualified(relation);
  const isTable = 'foreignKeys' in relation;
  const sections: (Section | undefined)[] = [
    pictureSection(material, key),
    columnsSection(material, relation),
    ...(isTable ? [keysSection(relation), checksSection(relation)] : [viewSection(material, relation)]),
    ...('indexes' in relation ? [indexesSection(material, relation)] : []),
    ...(isTable
      ? [referencesFrom(material, relation), referencesTo(material, relation), partitions(material, relation)]
      : []),
    readersSection(material, key),
    ...(isTable ? [policies(relation)] : []),
    ...('triggers' in relation ? [triggers(relation), rewriteRules(relation), options(relation)] : []),
    queries(material, key),
    findings(material, key),
  ];
  return {
    key,
    title: `${displayName(relation.schema)}.${displayName(relation.name)}`,
    kind: kindOf(relation),
    lead: lead(material, relation),
    sections: sections.filter((one) => one !== undefined),
  };
}

/** `table`, `partitioned table`, `materialized view`… */
export function kindOf(relation: Documented): string {
  if (!('triggers' in relation)) return 'virtual table';
  if (!('foreignKeys' in relation)) return relation.materialized ? 'materialized view' : 'view';
  if (relation.kind === 'foreign') return 'foreign table';
  return relation.partitioning ? 'partitioned table' : relation.persistence === 'unlogged' ? 'unlogged table' : 'table';
}

function lead({ dictionary }: Material, relation: Documented): readonly Cell[] {
  const key = qualified(relation);
  const size = dictionary.sizes[key];
  const personal = Object.keys(dictionary.personal[key] ?? {});
  const lines: Cell[] = [];
  if (relation.comment !== undefined) lines.push([text(relation.comment)]);
  if (size) lines.push(sizeText(size));
  if (personal.length > 0) {
    lines.push([
      badge('personal data', 'by the names of the columns'),
      text(` in ${count(personal.length, 'column')}: `),
      ...joinedCells(
        personal.map((name) => [code(name)]),
        ', ',
      ),
    ]);
  }
  if ('partitioning' in relation && relation.partitioning)
    lines.push([text('Partitioned by '), code(relation.partitioning.definition)]);
  if ('inherits' in relation && relation.inherits.length > 0 && !relation.partitionOf) {
    lines.push([
      text('Inherits from '),
      ...joinedCells(
        relation.inherits.map((parent) => [code(qualified(parent))]),
        ', ',
      ),
    ]);
  }
  return lines;
}

function sizeText(size: Dictionary['sizes'][string]): Cell {
  const growth =
    size.growthPerMonth === undefined ? '' : `, growing ${Number((size.growthPerMonth * 100).toPrecision(3))}% a month`;
  const how = size.origin === 'derived' ? `presumed: ${size.reason}` : size.origin;
  return [
    text(
      `${size.origin === 'derived' ? 'About ' : ''}${short(size.rows)} rows, ${bytes(size.heapBytes)} and ${bytes(size.indexBytes)} of indexes${growth} `,
    ),
    quiet(`(${how})`),
  ];
}

function pictureSection({ diagram }: Material, key: string): Section | undefined {
  const near = neighbourhood(diagram, key);
  if (near.relationships.length === 0) return undefined;
  return section('neighbours', 'Neighbours', [{ kind: 'picture', diagram: near, focus: key }]);
}

function columnsSection({ dictionary, pages, lookups }: Material, relation: Documented): Section | undefined {
  const personal = dictionary.personal[qualified(relation)] ?? {};
  const isTable = 'foreignKeys' in relation;
  const primary = new Set(isTable ? relation.primaryKey?.columns : []);
  const single = new Set(isTable ? lookups.uniqueKeys(relation).flatMap((key) => (key.length === 1 ? key : [])) : []);
  const keys = isTable ? relation.foreignKeys : [];
  const commented = relation.columns.some((column) => column.comment !== undefined);
  const rows = relation.columns.map((column) => {
    const full = 'nullable' in column ? column : undefined;
    const marks: Cell[] = [];
    if (primary.has(column.name)) marks.push([badge('PK', 'primary key')]);
    else if (single.has(column.name)) marks.push([badge('UQ', 'unique')]);
    for (const key of keys.filter((one) => one.columns.includes(column.name))) {
      const target = key.referencedColumns[key.columns.indexOf(column.name)] ?? '';
      marks.push([badge('FK', key.name), text(' → '), nameLink({ pages }, key.references, anchorOf('column', target))]);
    }
    const kind = personal[column.name];
    if (kind !== undefined) marks.push([badge('personal', kind), text(` ${kind}`)]);
    const value: Cell =
      full?.generated !== undefined
        ? [quiet('generated '), code(full.generated.expression)]
        : full?.identity
          ? [quiet(`identity, ${full.identity.generation}`)]
          : full?.default !== undefined
            ? [code(full.default)]
            : [];
    if (full?.hidden) marks.push([badge('hidden', 'SELECT * leaves it out')]);
    for (const [name, set] of Object.entries(full?.options ?? {}))
      marks.push([quiet(set === 'true' ? name.replaceAll('_', ' ') : `${name} ${set}`)]);
    const updated: Cell =
      full?.onUpdate === undefined ? [] : [quiet(`${value.length > 0 ? ' ' : ''}on update `), code(full.onUpdate)];
    const collated: Cell = full?.collation ? [quiet(` ${full.collation.name}`)] : [];
    const cells: Cell[] = [
      [code(column.name)],
      [code(shortType(column.type)), ...collated],
      ...(isTable ? [[text(full?.nullable ? 'yes' : 'no')], [...value, ...updated]] : []),
      joinedCells(marks, ' '),
    ];
    if (commented) cells.push(column.comment === undefined ? [] : [text(column.comment)]);
    return { anchor: anchorOf('column', column.name), cells };
  });
  if (rows.length === 0) return undefined;
  const head = ['column', 'type', ...(isTable ? ['null', 'default'] : []), 'keys', ...(commented ? ['comment'] : [])];
  return section('columns', 'Columns', [{ kind: 'table', head, rows }]);
}

function keysSection(relation: Table): Section | undefined {
  const keys = [
    ...(relation.primaryKey ? [{ kind: 'primary key', key: relation.primaryKey }] : []),
    ...relation.uniques.map((key) => ({ kind: 'unique', key })),
  ];
  return section('keys', 'Keys', [
    table(
      ['key', 'columns', 'kind'],
      keys.map(({ kind, key }) => [
        [code(key.name)],
        joinedCells(
          key.columns.map((column) => [code(column)]),
          ', ',
        ),
        [
          text(
            [kind, key.nullsNotDistinct ? 'nulls not distinct' : '', key.deferrable ? 'deferrable' : '']
              .filter((one) => one !== '')
              .join(', '),
          ),
        ],
      ]),
    ),
  ]);
}

function checksSection(relation: Table): Section | undefined {
  return section('checks', 'Checks', [
    table(
      ['constraint', 'rule'],
      [
        ...relation.checks.map((one) => [
          [code(one.name)],
          [code(one.expression), ...(one.validated ? [] : [quiet(' not validated')])],
        ]),
        ...relation.exclusions.map((one) => [[code(one.name)], [code(one.definition)]]),
      ],
    ),
  ]);
}

function viewSection(material: Material, view: View | VirtualTable): Section | undefined {
  return section('definition', 'Definition', [
    view.reads.length === 0
      ? undefined
      : {
          kind: 'paragraph',
          text: [
            text('Reads '),
            ...joinedCells(
              view.reads.map((name) => [nameLink(material, name)]),
              ', ',
            ),
          ],
        },
    { kind: 'code', text: view.definition },
  ]);
}

function indexesSection({ lookups, dictionary }: Material, relation: Table | View): Section | undefined {
  const definition = (index: Index): string =>
    definitionOf({
      table: relation,
      method: index.method,
      unique: index.unique,
      include: index.include,
      keys: index.keys,
      ...(index.predicate === undefined ? {} : { predicate: index.predicate }),
    });
  return section('indexes', 'Indexes', [
    table(
      ['index', 'definition', 'serves'],
      relation.indexes.map((index) => [
        [code(index.name), ...(index.valid ? [] : [text(' '), badge('invalid', 'it was not built to its end')])],
        [code(definition(index))],
        indexServes(relation, index, lookups, dictionary.queries),
      ]),
    ),
  ]);
}

function policies(relation: Table): Section | undefined {
  if (relation.rowSecurity === 'off' && relation.policies.length === 0) return undefined;
  const state =
    relation.rowSecurity === 'off'
      ? 'Row-level security is off: the policies have no effect.'
      : relation.rowSecurity === 'forced'
        ? 'Row-level security is on, for the owner too.'
        : 'Row-level security is on; the owner passes it by.';
  return section('policies', 'Policies', [
    { kind: 'paragraph', text: [text(state)] },
    table(
      ['policy', 'for', 'roles', 'sees', 'may write'],
      relation.policies.map((one) => [
        [code(one.name), ...(one.permissive ? [] : [quiet(' restrictive')])],
        [text(one.command)],
        [text(one.roles.length === 0 ? 'everybody' : one.roles.join(', '))],
        one.using === undefined ? [] : [code(one.using)],
        one.withCheck === undefined ? [] : [code(one.withCheck)],
      ]),
    ),
  ]);
}

function triggers(relation: Table | View): Section | undefined {
  return section('triggers', 'Triggers', [
    table(
      ['trigger', 'when', 'runs'],
      relation.triggers.map((one) => [
        [code(one.name), ...(one.enabled === 'disabled' ? [quiet(' disabled')] : [])],
        [text(`${one.timing} ${one.events.join(' or ')}, for each ${one.forEach}`)],
        [code(one.function ? qualified(one.function) : one.definition)],
      ]),
    ),
  ]);
}

function rewriteRules({ rules }: Table | View): Section | undefined {
  return section('rules', 'Rules', [
    table(
      ['rule', 'is'],
      rules.map((one) => [[code(one.name)], [code(one.definition)]]),
    ),
  ]);
}

/** What is set for it alone, in the engine's own words. */
function options({ options: own }: Table | View): Section | undefined {
  return section('options', 'Options', [
    table(
      ['option', 'value'],
      Object.entries(own).map(([name, value]) => [[code(name)], [code(value)]]),
    ),
  ]);
}
