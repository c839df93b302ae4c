import { relationsOf } from '../../catalog/blueprint.ts';
import type { Cause } from '../../design/model.ts';
import { printable } from '../printable.ts';
import { hanging, type Page, pageOf, type TextOptions } from '../text-style.ts';
import type { DesignReport } from './report.ts';

/** Why a table is as it is: the words behind it, its columns, its references, its indexes. */
export function whyText(report: DesignReport, entity: string, options: TextOptions): string {
  const page = pageOf(options);
  const { design } = report;
  const table = report.tables.find((one) => one.entity === entity);
  const one = design.entities.find((two) => two.name === entity);
  if (!table) throw new Error(`no entity ${entity}`);
  const cause = one ? ` ${from(one.cause)}` : '';
  const lines = [
    page.colors.bold(table.name),
    ...hanging(page, ' ', `${table.about}${cause}`),
    ...hanging(page, ' ', `About ${Math.round(table.rows)} rows: ${table.rowsWhy}.`),
  ];
  section(page, lines, 'Key', keyOf(report, table.name));
  section(
    page,
    lines,
    'Columns',
    (one?.attributes ?? []).map(({ name, type, cause }) => `${name} (${type}): ${from(cause)}`),
  );
  section(
    page,
    lines,
    'References',
    design.relations
      .filter((two) => two.from === entity)
      .map(({ role, to, why, cause }) => `${role}${role === to ? '' : ` → ${to}`}: ${from(cause)} ${why}`),
  );
  section(
    page,
    lines,
    'Decisions',
    report.decisions
      .filter(({ at }) => at === entity || at?.startsWith(`${entity}.`))
      .map(
        ({ what, why, instead, cause }) =>
          `${what} ${/[.!?]$/.test(why) ? why : `Because ${why}.`}${instead === undefined ? '' : ` ${instead}`} ${from(cause)}`,
      ),
  );
  section(
    page,
    lines,
    'Indexes',
    report.indexes
      .filter((two) => two.table === table.name)
      .map(({ definition, why }) => `${definition.replaceAll(/\s+/g, ' ')}. ${why}`),
  );
  return `${lines.join('\n')}\n`;
}

/** What the primary key is, and why that and nothing else: a number, a UUID, a code, or what it lies between. */
function keyOf({ blueprint, decisions }: DesignReport, name: string): readonly string[] {
  const table = relationsOf(blueprint).find((one) => one.name === name);
  const [only = '', ...more] = table?.primaryKey ?? [];
  const column = table?.columns.find((one) => one.name === only);
  if (!table || !column) return [];
  if (more.length > 0)
    return [`${[only, ...more].join(' and ')}: together they tell rows apart, and no number besides is needed.`];
  const surrogate = column.meaning === 'identity' || column.default === 'random';
  if (!surrogate) return [`${only}: rows are known by it, and what refers to them carries it.`];
  // The decisions on keys of all tables: UUIDs for those that are named, numbers for the others.
  const why = decisions.find(
    ({ at, what }) =>
      at === undefined && /^(?:Other keys|Keys)\b/.test(what) && /UUID/.test(what) === (column.default === 'random'),
  );
  return [
    `${only}: ${column.meaning === 'identity' ? 'a number that the database gives' : 'a UUID'}${why ? `, because ${why.why}.${why.instead === undefined ? '' : ` ${why.instead}`}` : '.'}`,
  ];
}

function section(page: Page, lines: string[], title: string, items: readonly string[]): void {
  if (items.length === 0) return;
  lines.push('', page.colors.bold(title));
  for (const item of items) lines.push(...hanging(page, '  ·', printable(item)));
}

/** Where it comes from, a sentence. */
export function from({ kind, words, line }: Cause): string {
  switch (kind) {
    case 'said':
      return `You said${line === undefined ? '' : ` in line ${line}`}: "${words.replace(/[\s.;:,]+$/, '')}".`;
    case 'known':
      return `Usual (${words}).`;
    case 'implied':
      return `It follows: ${words}.`;
  }
}
