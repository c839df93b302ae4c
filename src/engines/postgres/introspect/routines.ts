import type { Routine } from '../../../catalog/catalog.ts';
import type { Row } from '../../connection.ts';
import { quoteLiteral, quoteName } from '../quote.ts';
import { type Facts, owned } from './facts.ts';
import { classes } from './query.ts';
import { flag, keyBy, list, number, optional, optionalText, options, text } from './rows.ts';
import { splitList } from './sql-text.ts';

const kinds: Readonly<Record<string, Routine['kind']>> = {
  f: 'function',
  p: 'procedure',
  a: 'aggregate',
  w: 'window',
};
const volatilities: Readonly<Record<string, Routine['volatility']>> = { i: 'immutable', s: 'stable', v: 'volatile' };
const parallels: Readonly<Record<string, Routine['parallel']>> = { s: 'safe', r: 'restricted', u: 'unsafe' };

/** Reads functions, procedures and aggregates. */
export function readRoutines(facts: Facts): readonly Routine[] {
  const aggregates = keyBy(facts.rows.aggregates, 'oid');
  return facts.rows.routines
    .filter((row) => facts.isOwn(classes.procedure, row))
    .map((row) => readRoutine(row, aggregates.get(text(row, 'oid')), facts));
}

function readRoutine(row: Row, aggregate: Row | undefined, facts: Facts): Routine {
  const kind = kinds[text(row, 'kind')] ?? 'function';
  const told = text(row, 'arguments');
  const parameters = kind === 'procedure' && facts.version < 140000 ? withModes(told) : told;
  const definition = aggregate
    ? createAggregate(quoteName(facts.named(row)), row, aggregate)
    : (optionalText(row, 'definition') ?? '');
  return {
    ...facts.named(row),
    kind,
    signature: `${text(row, 'name')}(${list(row, 'argument_types').join(', ')})`,
    arguments: parameters,
    ...optional('returns', optionalText(row, 'returns')),
    language: facts.name(text(row, 'language')) ?? '',
    volatility: volatilities[text(row, 'volatility')] ?? 'volatile',
    strict: flag(row, 'strict'),
    securityDefiner: flag(row, 'definer'),
    leakproof: flag(row, 'leakproof'),
    parallel: parallels[text(row, 'parallel')] ?? 'unsafe',
    settings: options(row, 'settings'),
    body: optionalText(row, 'body') ?? '',
    definition: definition.replace(`(${told})`, () => `(${parameters})`),
    grants: facts.grants({ ...row, acl: row['acl'] ?? '{=X/}' }),
    ...owned(row),
    ...facts.comment(classes.procedure, text(row, 'oid')),
  };
}

/** Since PostgreSQL 14 a procedure's parameters all say their mode. */
function withModes(parameters: string): string {
  return splitList(parameters)
    .map((one) => (/^(?:IN|OUT|INOUT|VARIADIC) /.test(one) ? one : `IN ${one}`))
    .join(', ');
}

/** As pg_dump writes it (dumpAgg in src/bin/pg_dump/pg_dump.c): the engine itself writes no aggregates back. */
function createAggregate(name: string, row: Row, aggregate: Row): string {
  const modifies: Readonly<Record<string, string>> = { s: 'SHAREABLE', w: 'READ_WRITE' };
  // What the result may do is told only where it is not usual for the kind: plain aggregates only read.
  const usual = text(aggregate, 'kind') === 'n' ? 'r' : 'w';
  const entries: readonly (readonly [string, string | undefined])[] = [
    ['SFUNC', optionalText(aggregate, 'sfunc')],
    ['STYPE', optionalText(aggregate, 'stype')],
    ['SSPACE', nonZero(aggregate, 'sspace')],
    ['FINALFUNC', procedure(aggregate, 'finalfunc')],
    ['FINALFUNC_MODIFY', procedure(aggregate, 'finalfunc') && modify('finalfunc_modify')],
    ['COMBINEFUNC', procedure(aggregate, 'combinefunc')],
    ['SERIALFUNC', procedure(aggregate, 'serialfunc')],
    ['DESERIALFUNC', procedure(aggregate, 'deserialfunc')],
    ['INITCOND', literal(aggregate, 'initcond')],
    ['MSFUNC', procedure(aggregate, 'msfunc')],
    ['MINVFUNC', procedure(aggregate, 'minvfunc')],
    ['MSTYPE', optionalText(aggregate, 'mstype')],
    ['MSSPACE', nonZero(aggregate, 'msspace')],
    ['MFINALFUNC', procedure(aggregate, 'mfinalfunc')],
    ['MFINALFUNC_MODIFY', procedure(aggregate, 'mfinalfunc') && modify('mfinalfunc_modify')],
    ['MINITCOND', literal(aggregate, 'minitcond')],
    ['SORTOP', sortOperator(aggregate)],
    ['PARALLEL', { s: 'SAFE', r: 'RESTRICTED' }[text(row, 'parallel')]],
  ];
  const flags = [
    ...(flag(aggregate, 'finalfunc_extra') ? ['FINALFUNC_EXTRA'] : []),
    ...(flag(aggregate, 'mfinalfunc_extra') ? ['MFINALFUNC_EXTRA'] : []),
    ...(text(aggregate, 'kind') === 'h' ? ['HYPOTHETICAL'] : []),
  ];
  const told = entries.flatMap(([key, value]) => (value === undefined ? [] : [`${key} = ${value}`]));
  return `CREATE AGGREGATE ${name}(${text(row, 'arguments') || '*'}) (\n    ${[...told, ...flags].join(',\n    ')}\n)`;

  function modify(column: string): string | undefined {
    const value = text(aggregate, column);
    return value === usual ? undefined : (modifies[value] ?? 'READ_ONLY');
  }
}

function procedure(row: Row, column: string): string | undefined {
  const value = optionalText(row, column);
  return value === '-' ? undefined : value;
}

function literal(row: Row, column: string): string | undefined {
  const value = optionalText(row, column);
  return value === undefined ? undefined : quoteLiteral(value);
}

function nonZero(row: Row, column: string): string | undefined {
  return number(row, column) === 0 ? undefined : text(row, column);
}

/** `public.<(integer,integer)` as OPERATOR(public.<). */
function sortOperator(row: Row): string | undefined {
  const value = optionalText(row, 'sortop');
  return value === undefined || value === '0' ? undefined : `OPERATOR(${/^(?:.*\.)?[^(]+/.exec(value)?.[0] ?? value})`;
}
