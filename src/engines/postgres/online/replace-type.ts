import type { UserType } from '../../../catalog/catalog.ts';
import type { Change } from '../../../catalog/change.ts';
import { type QualifiedName, qualified, qualifiedColumn, sameName } from '../../../catalog/names.ts';
import { referenceTo } from '../../../catalog/object.ts';
import { inventedName } from '../../../catalog/object-name.ts';
import type { Column } from '../../../catalog/table.ts';
import { listed } from '../../../catalog/words.ts';
import type { DraftStep, Procedure, Situation } from '../../procedure.ts';
import { quoteIdentifier, quoteLiteral, quoteName } from '../quote.ts';
import { grantStatements } from '../schema/grants.ts';
import { createType } from '../schema/types.ts';
import type { Parts } from './column-parts.ts';
import { becomesDomain } from './converts.ts';
import { decorates } from './decorates.ts';
import { formerOwner, laterOwner, type OwnerOf, ownerGiven } from './owners.ts';
import { guarded } from './preconditions.ts';
import { preconditionsOf } from './preconditions-of.ts';
import { replacedOnline } from './replaced-online.ts';
import { type Replacement, replacementSteps } from './replacement.ts';
import { rulesGiven, rulesRemoved, rulesSteps, withoutRules } from './rules-of-domain.ts';
import { step, undoBy, work } from './steps.ts';
import { undoableSwap } from './undoable-swap.ts';
import { isWantedElsewhere } from './wanted-elsewhere.ts';
import { blockers } from './watch.ts';

type ReplaceType = Extract<Change, { readonly kind: 'replace type' }>;

/**
 * An enum without some of its values, a domain over something else: the new type stands beside the old one, every column
 * of it gets another one beside it, and when all are filled, columns and types change places in one brief transaction.
 * Nothing where something other than columns has the type, or a column cannot be replaced while its table is in use.
 */
export function replaceType(change: ReplaceType, situation: Situation): Procedure | undefined {
  const { type, object, was, columns } = change;
  if (columns.length === 0) return undefined;
  const ground = replacedOnline(change, situation);
  if ('refused' in ground) return undefined;
  const { carried, around } = ground;
  const { now, wanted } = carried;
  const limit = situation.traits.identifierBytes;
  const beside = (suffix: string): QualifiedName => ({
    schema: type.schema,
    name: inventedName([type.name], `relvar_${suffix}`, limit),
  });
  const [fresh, old] = [beside('new'), beside('old')];
  const typed = (hanging: Parts, name: QualifiedName, which: 'default' | 'defaultWas'): Parts => ({
    ...hanging,
    tables: hanging.tables.map((parts) => ({
      ...parts,
      indexes: parts.indexes.map((index) => ({ ...index, definition: spoken(index.definition, type, name) })),
      keys: parts.keys.map((key) => ({
        ...key,
        index: { ...key.index, definition: spoken(key.index.definition, type, name) },
      })),
      checks: parts.checks.map((check) => ({ ...check, expression: spoken(check.expression, type, name) })),
      columns: parts.columns.map((column): Column => {
        const own = columns.find((one) => sameName(one.table, parts.table) && one.column === column.name);
        const { default: _, ...rest } = column;
        const text = column.type.text.replace(qualifiedText(column.type.text), quoteName(name));
        const value = own?.[which];
        return { ...rest, type: { ...column.type, text }, ...(value === undefined ? {} : { default: value }) };
      }),
    })),
  });
  const through = (name: QualifiedName) => (_: QualifiedName, column: string) =>
    `${quoteIdentifier(column)}::text::${quoteName(name)}`;
  const rename = (from: QualifiedName, to: QualifiedName) =>
    `ALTER TYPE ${quoteName(from)} RENAME TO ${quoteIdentifier(to.name)}`;
  const forward: Replacement = {
    now: typed(now, type, 'defaultWas'),
    wanted: typed(wanted, fresh, 'default'),
    expression: through(fresh),
    suffixes: { made: 'new', left: 'old' },
    sequences: new Map(),
    preconditions: () => [],
    refused: (table) => refusedBy(change, table),
    // Defaults are written with the type's own name: so the types change places first.
    before: [...around.drop, rename(type, old), rename(fresh, type)],
    after: around.make,
  };
  const backward: Replacement = {
    ...forward,
    now: typed(wanted, type, 'default'),
    wanted: typed(now, old, 'defaultWas'),
    expression: through(old),
    suffixes: { made: 'old', left: 'new' },
    refused: () => [],
    before: [...around.dropAgain, rename(type, fresh), rename(old, type)],
    after: around.makeAgain,
  };
  const steps = replacementSteps(forward, situation);
  const back = replacementSteps(backward, situation);
  const drop = (name: QualifiedName) => `DROP TYPE IF EXISTS ${quoteName(name)}`;
  const make = (name: QualifiedName, like: UserType, ownerOf: OwnerOf) => [
    ...createType({ ...like, ...name }),
    ...(usual(like) ? [] : grantStatements(`TYPE ${quoteName(name)}`, like.grants)),
    ...(like.comment === undefined ? [] : [`COMMENT ON TYPE ${quoteName(name)} IS ${quoteLiteral(like.comment)}`]),
    ...ownerGiven(
      referenceTo({ kind: 'type', type: { ...like, ...name } }),
      ownerOf({ kind: 'type', type: like }),
      like.grants,
      situation,
    ),
  ];
  const bare = (name: QualifiedName, like: UserType, ownerOf: OwnerOf) => make(name, withoutRules(like), ownerOf);
  const first: DraftStep = step(
    `Create type ${qualified(fresh)} to take the place of ${qualified(type)}`,
    'expand',
    work(...bare(fresh, object, laterOwner(situation))),
    {
      why: `${object.kind === 'enum' ? 'A value of an enum cannot be taken away' : 'A domain stays over its type'}; another type would write every table anew under a lock that stops all.`,
      undo: undoBy(drop(fresh)),
      preconditions: preconditionsOf(change, situation),
      watch: [blockers],
    },
  );
  return {
    steps: [
      first,
      ...carried.first,
      ...steps.prepare,
      ...rulesSteps(fresh, object, was),
      step(
        `${steps.swap.title}, and ${qualified(fresh)} in that of ${qualified(type)}`,
        'contract',
        work(...steps.swap.statements),
        {
          why: 'One transaction that reads no row: old and new columns are equal, and all is built.',
          // The casts behind the new columns cut what is too long for them without a word.
          preconditions: [...steps.swap.preconditions, ...becomesDomain(change, situation).map(guarded)],
          undo: {
            work: [...rulesRemoved(old, was).map((sql) => work(sql)), ...undoableSwap(back, rulesGiven(old, was))],
          },
          watch: [blockers],
          needs: [...needsOf(change), ...steps.swap.needs],
        },
      ),
      ...steps.remove,
      step(`Drop type ${qualified(old)}`, 'contract', work(drop(old)), {
        undo: undoBy(...bare(old, was, formerOwner(situation))),
        watch: [blockers],
      }),
    ],
    // Its comment, rights and owner come with it.
    includes: [
      ...around.own((drop) => isWantedElsewhere(drop, situation)),
      ...carried.includes,
      ...situation.changes
        .slice(situation.at + 1)
        .filter(decorates)
        .filter(
          ({ object: { kind, schema, name } }) => kind === 'type' && schema === type.schema && name === type.name,
        ),
    ],
    holds: columns.map((one) => ({ relation: one.table, word: one.column, spares: around.changes })),
    releases: carried.releases,
  };
}

/** The type as it is written at the head of a column's type, before modifiers and brackets. */
function qualifiedText(text: string): string {
  return text.replace(/(\[\])+$/, '');
}

function usual({ grants }: UserType): boolean {
  return grants.length === 0 || (grants.length === 1 && grants[0]?.grantee === '');
}

/** A condition that speaks of the type by another name; as the engine writes it, with its schema. */
function spoken(sql: string, type: QualifiedName, name: QualifiedName): string {
  return sql.replaceAll(`::${quoteName(type)}`, (found, at: number) =>
    /[\w$"]/.test(sql[at + found.length] ?? '') ? found : `::${quoteName(name)}`,
  );
}

/** What the application must be ready for when the types change places. */
function needsOf({ type, object, was }: ReplaceType): readonly string[] {
  if (object.kind === 'domain') return [`The application reads and writes ${qualified(type)} as ${object.base.text}.`];
  const gone = goneFrom({ object, was });
  return gone.length === 0
    ? []
    : [`The application writes ${gone.join(', ')} no more into columns of type ${qualified(type)}.`];
}

function goneFrom({ object, was }: Pick<ReplaceType, 'object' | 'was'>): readonly string[] {
  return valuesOf(was)
    .filter((value) => !valuesOf(object).includes(value))
    .map((value) => `'${value}'`);
}

/** Whoever writes the old column fills the one beside it, which takes no value that goes. */
function refusedBy({ object, was, columns }: ReplaceType, table: QualifiedName): readonly string[] {
  const gone = goneFrom({ object, was });
  return gone.length === 0
    ? []
    : columns
        .filter((one) => sameName(one.table, table))
        .map((one) => `what writes ${listed(gone)} into ${qualifiedColumn(table, one.column)}`);
}

function valuesOf(type: UserType): readonly string[] {
  return type.kind === 'enum' ? type.values : [];
}
