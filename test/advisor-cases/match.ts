import type { IndexReport, IndexToCreate } from '../../src/output/indexes/report.ts';
import type { AdvisorCase, ExpectedIndex } from './advisor-case.ts';

type Keys = IndexToCreate['change']['keys'];

/** What is not as the case says, a line each: nothing when the advice is right. */
export function mistakes(given: AdvisorCase, report: IndexReport): readonly string[] {
  const left = [...report.create];
  const found: string[] = [];
  for (const wanted of given.creates) {
    const alternatives = [wanted].flat();
    const at = left.findIndex((one) => alternatives.some((alternative) => isAs(one, alternative)));
    if (at < 0) found.push(`missing: ${alternatives.map(expectedText).join(' or ')}`);
    else left.splice(at, 1);
  }
  const dropped = report.drop.map((one) => one.index.replace(/^public\./, '')).sort();
  const drops = [...(given.drops ?? [])].sort();
  if (dropped.join() !== drops.join())
    found.push(`drops: ${dropped.join(', ') || 'none'}, not ${drops.join(', ') || 'none'}`);
  return [...found, ...left.map((one) => `too much: ${one.definition}`)];
}

function isAs({ change }: IndexToCreate, wanted: ExpectedIndex): boolean {
  const methods = [wanted.method ?? 'btree'].flat();
  const where = change.predicate === undefined ? undefined : bare(change.predicate);
  const predicate =
    wanted.where === 'any' ||
    (wanted.where instanceof RegExp ? where !== undefined && wanted.where.test(where) : !where);
  const covered = new Set([...change.keys.map((key) => key.column), ...(change.include ?? [])]);
  const { operatorClass, collation, directions, nulls } = wanted;
  return (
    change.table.name === wanted.table &&
    methods.includes(change.method ?? 'btree') &&
    predicate &&
    (wanted.keys === undefined || hasKeys(change.keys, wanted.keys)) &&
    (wanted.covers ?? []).every((column) => covered.has(column)) &&
    (!operatorClass || change.keys.some((key) => operatorClass.test(key.operatorClass ?? ''))) &&
    (collation === undefined || change.keys.some((key) => key.collation?.name === collation)) &&
    (directions === undefined || hasDirections(change.keys, directions, nulls))
  );
}

/** Keys as they should follow each other; `x*`: that one may be missing, and others may follow. */
function hasKeys(keys: Keys, wanted: NonNullable<ExpectedIndex['keys']>): boolean {
  const names = keys.map((key) => key.column ?? bare(key.expression ?? ''));
  let at = 0;
  for (const part of wanted) {
    if (typeof part === 'string') {
      if (part.endsWith('*')) return true;
      if (names[at] !== part && names[at] !== bare(part)) return false;
      at++;
    } else {
      const group = [...names.slice(at, at + part.length)].sort();
      if (group.join() !== part.map(bare).sort().join()) return false;
      at += part.length;
    }
  }
  return at === names.length;
}

/** The same order, or its reverse from end to end. */
function hasDirections(keys: Keys, wanted: string, nulls: 'first' | 'last' | undefined): boolean {
  const descending = [...wanted].map((sign) => sign === '-');
  const told = keys.slice(0, wanted.length);
  return [false, true].some((reversed) =>
    told.every((key, at) => {
      const down = key.descending ?? false;
      const nullsFirst = key.nullsFirst ?? down;
      const wantedNulls = nulls === undefined ? nullsFirst : (nulls === 'first') !== reversed;
      return down === (descending[at] !== reversed) && nullsFirst === wantedNulls;
    }),
  );
}

/** White space, brackets and casts of constants left out: the engine and people write them differently. */
function bare(expression: string): string {
  return expression
    .replaceAll(/'::[a-z_ ]+/gi, "'")
    .replaceAll(/::int(?:4)?\b/g, '::integer')
    .replaceAll(/[\s()]/g, '');
}

function expectedText(wanted: ExpectedIndex): string {
  const keys = wanted.keys?.map((part) => (typeof part === 'string' ? part : `{${part.join(', ')}}`)).join(', ') ?? '…';
  return `${wanted.table} using ${[wanted.method ?? 'btree'].flat().join('|')} (${keys})${wanted.where ? ` where ${String(wanted.where)}` : ''}`;
}
