import type { SequenceAlteration, TypeAlteration } from '../../../catalog/alteration.ts';
import { qualified } from '../../../catalog/names.ts';
import { objectName } from '../../../catalog/object-name.ts';
import type { Traits } from '../../../catalog/traits.ts';
import type { Statement } from '../../engine.ts';
import { quoteIdentifier, quoteLiteral, quoteName } from '../quote.ts';
import { addDomainCheck, ownSequence } from '../schema/types.ts';
import { alterTable, layout, list, transactional } from './layout.ts';

type Of<Kind extends TypeAlteration['kind']> = Extract<TypeAlteration, { readonly kind: Kind }>;

/** The statements of a change of a type. */
export function alterType(change: TypeAlteration, traits: Traits): readonly Statement[] {
  const alter = (what: 'TYPE' | 'DOMAIN', ...parts: readonly (string | undefined)[]) => [
    transactional(layout(`ALTER ${what} ${quoteName(change.type)}`, ...parts)),
  ];
  switch (change.kind) {
    case 'add enum value':
      return alter('TYPE', `ADD VALUE ${quoteLiteral(change.value)}`, place(change));
    case 'rename enum value':
      return alter('TYPE', `RENAME VALUE ${quoteLiteral(change.value)} TO ${quoteLiteral(change.to)}`);
    case 'replace enum':
      return replaceEnum(change, traits);
    case 'set domain default':
      return alter('DOMAIN', change.default === undefined ? 'DROP DEFAULT' : `SET DEFAULT ${change.default}`);
    case 'set domain nullable':
      return alter('DOMAIN', `${change.nullable ? 'DROP' : 'SET'} NOT NULL`);
    case 'add check to domain':
      return [transactional(addDomainCheck(change.type, change.check))];
    case 'drop check of domain':
      return alter('DOMAIN', `DROP CONSTRAINT ${quoteIdentifier(change.check.name)}`);
    case 'validate check of domain':
      return alter('DOMAIN', `VALIDATE CONSTRAINT ${quoteIdentifier(change.name)}`);
    case 'rename check of domain':
      return alter('DOMAIN', `RENAME CONSTRAINT ${quoteIdentifier(change.name)} TO ${quoteIdentifier(change.to)}`);
    case 'add attribute':
      return alter('TYPE', `ADD ATTRIBUTE ${quoteIdentifier(change.attribute)} ${change.data.text}`);
    case 'drop attribute':
      return alter('TYPE', `DROP ATTRIBUTE ${quoteIdentifier(change.attribute)}`);
    case 'change attribute type':
      return alter('TYPE', `ALTER ATTRIBUTE ${quoteIdentifier(change.attribute)} TYPE ${change.data.text}`);
    case 'rename attribute':
      return alter('TYPE', `RENAME ATTRIBUTE ${quoteIdentifier(change.attribute)} TO ${quoteIdentifier(change.to)}`);
  }
}

function place({ before, after }: Of<'add enum value'>): string | undefined {
  if (before !== undefined) return `BEFORE ${quoteLiteral(before)}`;
  return after === undefined ? undefined : `AFTER ${quoteLiteral(after)}`;
}

/** The old type steps aside under another name, the columns go over by way of text, and it is dropped. */
function replaceEnum(change: Of<'replace enum'>, traits: Traits): readonly Statement[] {
  const { schema, name } = change.type;
  const old = { schema, name: objectName([name], 'old', traits.identifierBytes) };
  const tables = new Map<string, (typeof change.columns)[number][]>();
  for (const column of change.columns) {
    const key = qualified(column.table);
    tables.set(key, [...(tables.get(key) ?? []), column]);
  }
  return [
    transactional(layout(`ALTER TYPE ${quoteName(change.type)}`, `RENAME TO ${quoteIdentifier(old.name)}`)),
    transactional(layout(`CREATE TYPE ${quoteName(change.type)} AS ENUM`, list(change.values.map(quoteLiteral)))),
    ...[...tables.values()].flatMap((columns) => {
      const [first] = columns;
      if (!first) return [];
      const actions = columns.flatMap((column) => {
        const own = quoteIdentifier(column.column);
        const through = column.type.endsWith('[]') ? 'text[]' : 'text';
        return [
          ...(column.defaultWas === undefined ? [] : [`ALTER COLUMN ${own} DROP DEFAULT`]),
          `ALTER COLUMN ${own} TYPE ${column.type} USING ${own}::${through}::${column.type}`,
          ...(column.default === undefined ? [] : [`ALTER COLUMN ${own} SET DEFAULT ${column.default}`]),
        ];
      });
      return [alterTable(first.table, ...actions.map((one, at) => (at < actions.length - 1 ? `${one},` : one)))];
    }),
    transactional(`DROP TYPE ${quoteName(old)}`),
  ];
}

/** The statements of a change of a sequence. */
export function alterSequence(change: SequenceAlteration): readonly Statement[] {
  switch (change.kind) {
    case 'alter sequence': {
      const { sequence: to, was } = change;
      const parts = [
        to.type.text === was.type.text ? '' : `AS ${to.type.text}`,
        to.increment === was.increment ? '' : `INCREMENT BY ${to.increment}`,
        // With another type or direction the bounds may move by themselves, so they are told.
        to.minimum === was.minimum && to.type.text === was.type.text ? '' : `MINVALUE ${to.minimum}`,
        to.maximum === was.maximum && to.type.text === was.type.text ? '' : `MAXVALUE ${to.maximum}`,
        to.start === was.start ? '' : `START WITH ${to.start}`,
        to.cache === was.cache ? '' : `CACHE ${to.cache}`,
        to.cycle === was.cycle ? '' : to.cycle ? 'CYCLE' : 'NO CYCLE',
      ].filter((part) => part !== '');
      return [transactional(layout(`ALTER SEQUENCE ${quoteName(to)}`, parts.join(' ')))];
    }
    case 'own sequence': {
      if (change.owner) return [transactional(ownSequence(change.sequence, change.owner))];
      return [transactional(layout(`ALTER SEQUENCE ${quoteName(change.sequence)}`, 'OWNED BY NONE'))];
    }
    case 'set sequence persistence': {
      const state = change.persistence === 'permanent' ? 'LOGGED' : 'UNLOGGED';
      return [transactional(layout(`ALTER SEQUENCE ${quoteName(change.sequence)}`, `SET ${state}`))];
    }
  }
}
