import type { Column, Table } from '../../../catalog/table.ts';
import { affinityOf } from '../introspect/types.ts';

/**
 * What a column takes (https://sqlite.org/datatype3.html, https://sqlite.org/stricttables.html): `number` turns texts that
 * are numbers into numbers, `anything` leaves all as it is; `holds` the type that nothing else gets into.
 */
export interface Taken {
  readonly makes: 'number' | 'real' | 'text' | 'anything';
  readonly holds?: 'integer' | 'real' | 'text' | 'blob';
}

export function takenBy({ type }: Column, { options }: Pick<Table, 'options'>): Taken {
  if (options['strict'] === 'true') {
    const name = type.name;
    if (name === 'int' || name === 'integer') return { makes: 'number', holds: 'integer' };
    if (name === 'real' || name === 'text') return { makes: name, holds: name };
    return name === 'blob' ? { makes: 'anything', holds: 'blob' } : { makes: 'anything' };
  }
  const affinity = affinityOf(type.text === 'any' ? '' : type.text);
  switch (affinity) {
    case 'integer':
    case 'numeric':
      return { makes: 'number' };
    case 'real':
    case 'text':
      return { makes: affinity };
    default:
      return { makes: 'anything' };
  }
}

/** Which values of a column may be in one that takes others. */
function may(is: 'integer' | 'real' | 'text' | 'blob', { makes, holds }: Taken): boolean {
  if (holds !== undefined) return holds === is;
  if (is === 'integer') return makes !== 'real' && makes !== 'text';
  return is === 'real' ? makes !== 'text' : true;
}

/** A text that a column of numbers would have made one is none. */
function mayBeNumber({ makes, holds }: Taken): boolean {
  return makes === 'text' || (makes === 'anything' && holds === undefined);
}

/** Conditions on a column under which the engine refuses its value in another one. */
export function refusedBy(column: string, from: Taken, to: Taken): readonly string[] {
  if (to.holds === undefined || to.holds === from.holds) return [];
  const is = (type: string) => `typeof(${column}) = '${type}'`;
  const when = (type: 'integer' | 'real' | 'text' | 'blob', condition: string) =>
    may(type, from) ? [condition === '' ? is(type) : `${is(type)} AND ${condition}`] : [];
  // The comparison turns the text into a number as the column would, the cast takes whatever it begins with.
  const isNumber = `${column} = CAST(${column} AS NUMERIC)`;
  const notNumber = mayBeNumber(from) ? `NOT (${isNumber})` : '';
  switch (to.holds) {
    case 'integer':
      return [
        ...when('real', `${column} <> CAST(${column} AS INTEGER)`),
        ...when('text', notNumber === '' ? '' : `NOT (${isNumber} AND typeof(CAST(${column} AS NUMERIC)) = 'integer')`),
        ...when('blob', ''),
      ];
    case 'real':
      return [...when('text', notNumber), ...when('blob', '')];
    case 'text':
      return when('blob', '');
    case 'blob':
      return [...when('integer', ''), ...when('real', ''), ...when('text', '')];
  }
}

/** A condition under which a value becomes another one that does not tell what it was, and an example of it. */
export interface Altered {
  readonly condition: string;
  readonly example: string;
}

/** Values that another column takes, and changes so that nothing leads back: not those that are only written otherwise. */
export function alteredBy(column: string, from: Taken, to: Taken): readonly Altered[] {
  const numeric = `CAST(${column} AS NUMERIC)`;
  const isNumber = `typeof(${column}) = 'text' AND ${column} = ${numeric}`;
  const texts = mayBeNumber(from);
  switch (to.makes) {
    case 'number':
      return texts
        ? [
            {
              condition: `${isNumber} AND CAST(${numeric} AS TEXT) <> ${column} COLLATE BINARY`,
              example: `'007' would become 7, '1.50' 1.5`,
            },
          ]
        : [];
    case 'real':
      return [
        ...(texts
          ? [
              {
                condition: `${isNumber} AND (CAST(${column} AS REAL) <> ${numeric} OR ${column} COLLATE BINARY NOT IN (CAST(${numeric} AS TEXT), CAST(CAST(${column} AS REAL) AS TEXT)))`,
                example: `'007' would become 7.0, '1.50' 1.5`,
              },
            ]
          : []),
        ...(may('integer', from)
          ? [
              {
                condition: `typeof(${column}) = 'integer' AND CAST(${column} AS REAL) <> ${column}`,
                example: '9007199254740993 would become 9007199254740992.0',
              },
            ]
          : []),
      ];
    case 'text':
      return may('real', from)
        ? [
            {
              condition: `typeof(${column}) = 'real' AND CAST(CAST(${column} AS TEXT) AS REAL) <> ${column}`,
              example: 'the last digits would be gone',
            },
          ]
        : [];
    case 'anything':
      return [];
  }
}
