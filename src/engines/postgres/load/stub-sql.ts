import { quoteName, quoteText } from './head.ts';

/** The comment by which an object is known to stand in for one of an extension that is not there. */
export const stubMark = 'relvar:stub';

/** A type by its schema and name; types of the engine's own have no schema here and are written as they are. */
export interface TypeName {
  readonly schema?: string;
  readonly name: string;
}

/** A type as SQL. */
export function typeSql(type: TypeName): string {
  return type.schema === undefined ? type.name : `${quoteName(type.schema)}.${quoteName(type.name)}`;
}

const mark = (what: string): string => `COMMENT ON ${what} IS ${quoteText(stubMark)}`;

/** A schema that the extension would make. */
export function schemaStub(name: string): readonly string[] {
  return [`CREATE SCHEMA ${quoteName(name)}`, mark(`SCHEMA ${quoteName(name)}`)];
}

/** A type that holds text, with modifiers that are numbers. */
export function typeStub(type: TypeName, alignment: 'int4' | 'double' = 'int4'): readonly string[] {
  const name = typeSql(type);
  const input = typeSql({ ...type, name: `${type.name}_in` });
  const output = typeSql({ ...type, name: `${type.name}_out` });
  return [
    `CREATE TYPE ${name}`,
    `CREATE FUNCTION ${input}(cstring) RETURNS ${name} LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'textin'`,
    `CREATE FUNCTION ${output}(${name}) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'textout'`,
    `CREATE TYPE ${name} (INPUT = ${input}, OUTPUT = ${output}, TYPMOD_IN = varchartypmodin, TYPMOD_OUT = varchartypmodout, INTERNALLENGTH = VARIABLE, ALIGNMENT = ${alignment}, STORAGE = extended)`,
    mark(`TYPE ${name}`),
    mark(`FUNCTION ${input}(cstring)`),
    mark(`FUNCTION ${output}(${name})`),
  ];
}

/**
 * A type with its modifiers in its name, as a domain: `"geometry(Point,4326)"`. The engine has no way to keep
 * modifiers that are words without the extension's own code.
 */
export function modifiedTypeStub(type: TypeName, modifiers: string): readonly string[] {
  const domain = typeSql({ ...type, name: `${type.name}(${modifiers})` });
  return [`CREATE DOMAIN ${domain} AS ${typeSql(type)}`, mark(`DOMAIN ${domain}`)];
}

const comparisons: readonly (readonly [operator: string, implementation: string, strategy: number, options: string])[] =
  [
    ['<', 'bytealt', 1, 'COMMUTATOR = >, NEGATOR = >=, RESTRICT = scalarltsel, JOIN = scalarltjoinsel'],
    ['<=', 'byteale', 2, 'COMMUTATOR = >=, NEGATOR = >, RESTRICT = scalarlesel, JOIN = scalarlejoinsel'],
    ['=', 'byteaeq', 3, 'COMMUTATOR = =, NEGATOR = <>, RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES'],
    ['>=', 'byteage', 4, 'COMMUTATOR = <=, NEGATOR = <, RESTRICT = scalargesel, JOIN = scalargejoinsel'],
    ['>', 'byteagt', 5, 'COMMUTATOR = <, NEGATOR = <=, RESTRICT = scalargtsel, JOIN = scalargtjoinsel'],
    ['<>', 'byteane', 0, 'COMMUTATOR = <>, NEGATOR = =, RESTRICT = neqsel, JOIN = neqjoinsel'],
  ];

/** Comparisons of a stub type, with default operator classes for B-trees and hashes: it can be a key, be sorted and grouped. */
export function comparisonStub(type: TypeName): readonly string[] {
  const name = typeSql(type);
  const own = (suffix: string): string => typeSql({ ...type, name: `${type.name}_${suffix}` });
  const operator = (symbol: string): string =>
    type.schema === undefined ? symbol : `${quoteName(type.schema)}.${symbol}`;
  // Without its schema, a commutator would be looked for, and made up, in the search path.
  const related = (options: string): string =>
    options.replace(
      /(COMMUTATOR|NEGATOR) = ([^ ,]+)/g,
      (_, what: string, symbol: string) => `${what} = OPERATOR(${operator(symbol)})`,
    );
  const internal = (suffix: string, parameters: string, result: string, implementation: string): readonly string[] => [
    `CREATE FUNCTION ${own(suffix)}(${parameters}) RETURNS ${result} LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS '${implementation}'`,
    mark(`FUNCTION ${own(suffix)}(${parameters})`),
  ];
  const btree = comparisons
    .filter(([, , strategy]) => strategy > 0)
    .map(([symbol, , strategy]) => `OPERATOR ${strategy} ${operator(symbol)}`);
  return [
    ...comparisons.flatMap(([symbol, implementation, , options]) => [
      ...internal(implementation.slice(5), `${name}, ${name}`, 'boolean', implementation),
      `CREATE OPERATOR ${operator(symbol)} (LEFTARG = ${name}, RIGHTARG = ${name}, FUNCTION = ${own(implementation.slice(5))}, ${related(options)})`,
      mark(`OPERATOR ${operator(symbol)} (${name}, ${name})`),
    ]),
    ...internal('cmp', `${name}, ${name}`, 'integer', 'byteacmp'),
    ...internal('hash', name, 'integer', 'hashvarlena'),
    `CREATE OPERATOR CLASS ${own('ops')} DEFAULT FOR TYPE ${name} USING btree AS ${btree.join(', ')}, FUNCTION 1 ${own('cmp')}(${name}, ${name})`,
    `CREATE OPERATOR CLASS ${own('hash_ops')} DEFAULT FOR TYPE ${name} USING hash AS OPERATOR 1 ${operator('=')}, FUNCTION 1 ${own('hash')}(${name})`,
    ...markClass(own('ops'), 'btree'),
    ...markClass(own('hash_ops'), 'hash'),
  ];
}

/** An operator between two types. */
export function operatorStub(
  schema: string,
  symbol: string,
  left: string,
  right: string,
  result: string,
): readonly string[] {
  const operator = `${quoteName(schema)}.${symbol}`;
  const name = `${quoteName(schema)}.${quoteName(`relvar_stub_${[...symbol].map((c) => c.charCodeAt(0).toString(16)).join('')}`)}`;
  return [
    ...functionBody(name, `${left}, ${right}`, result, ''),
    `CREATE OPERATOR ${operator} (LEFTARG = ${left}, RIGHTARG = ${right}, FUNCTION = ${name})`,
    mark(`OPERATOR ${operator} (${left}, ${right})`),
  ];
}

/** A cast between two types that are stored alike. */
export function castStub(from: string, to: string): readonly string[] {
  return [`CREATE CAST (${from} AS ${to}) WITHOUT FUNCTION AS ASSIGNMENT`, mark(`CAST (${from} AS ${to})`)];
}

/** A function that gives null, or a trigger function that changes nothing. */
export function functionStub(
  name: string,
  parameters: string,
  result: string,
  volatility: 'IMMUTABLE' | 'STABLE' = 'IMMUTABLE',
): readonly string[] {
  return functionBody(name, parameters, result, result === 'trigger' ? 'RETURN NEW;' : '', volatility);
}

function functionBody(
  name: string,
  parameters: string,
  result: string,
  body: string,
  volatility: 'IMMUTABLE' | 'STABLE' = 'IMMUTABLE',
): readonly string[] {
  const acts = result === 'trigger' || result === 'event_trigger' || result === 'void';
  const statement = body || (acts ? '' : 'RETURN NULL;');
  return [
    `CREATE FUNCTION ${name}(${parameters}) RETURNS ${result} LANGUAGE plpgsql ${acts ? 'VOLATILE' : volatility} AS 'BEGIN ${statement} END'`,
    mark(`FUNCTION ${name}(${parameters})`),
  ];
}

/** A procedure that does nothing. */
export function procedureStub(name: string, parameters: string): readonly string[] {
  return [
    `CREATE PROCEDURE ${name}(${parameters}) LANGUAGE plpgsql AS 'BEGIN END'`,
    mark(`PROCEDURE ${name}(${parameters})`),
  ];
}

/** An aggregate that gives null. */
export function aggregateStub(schema: string, name: string, parameters: string, result: string): readonly string[] {
  const aggregate = `${quoteName(schema)}.${quoteName(name)}`;
  const step = `${quoteName(schema)}.${quoteName(`${name}_step`)}`;
  return [
    ...functionBody(step, `${result}, ${parameters}`, result, ''),
    `CREATE AGGREGATE ${aggregate}(${parameters}) (SFUNC = ${step}, STYPE = ${result})`,
    mark(`AGGREGATE ${aggregate}(${parameters})`),
  ];
}

/** An access method for indexes, which works as a B-tree without an order, or one for tables. */
export function accessMethodStub(name: string, kind: 'INDEX' | 'TABLE'): readonly string[] {
  const handler = kind === 'INDEX' ? 'bthandler' : 'heap_tableam_handler';
  return [
    `CREATE ACCESS METHOD ${quoteName(name)} TYPE ${kind} HANDLER ${handler}`,
    mark(`ACCESS METHOD ${quoteName(name)}`),
  ];
}

/** A procedural language whose functions can be made but not run. */
export function languageStub(name: string): readonly string[] {
  return [`CREATE LANGUAGE ${quoteName(name)} HANDLER plpgsql_call_handler`, mark(`LANGUAGE ${quoteName(name)}`)];
}

/** A foreign data wrapper that takes every option and reaches no server. */
export function wrapperStub(name: string): readonly string[] {
  return [`CREATE FOREIGN DATA WRAPPER ${quoteName(name)}`, mark(`FOREIGN DATA WRAPPER ${quoteName(name)}`)];
}

/** A table of the extension's own. */
export function relationStub(schema: string, name: string, columns: string): readonly string[] {
  const table = `${quoteName(schema)}.${quoteName(name)}`;
  return [`CREATE TABLE ${table} (${columns})`, mark(`TABLE ${table}`)];
}

/** Marks an operator class and the family that was made with it. */
export function markClass(name: string, method: string): readonly string[] {
  return [
    mark(`OPERATOR CLASS ${name} USING ${quoteName(method)}`),
    mark(`OPERATOR FAMILY ${name} USING ${quoteName(method)}`),
  ];
}
