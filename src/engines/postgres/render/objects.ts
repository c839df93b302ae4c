import type { ObjectChange } from '../../../catalog/alteration.ts';
import { qualified } from '../../../catalog/names.ts';
import { type CatalogObject, referenceTo } from '../../../catalog/object.ts';
import type { Statement } from '../../engine.ts';
import { quoteIdentifier, quoteName } from '../quote.ts';
import { addCheck, addExclusion, addForeignKey, addKey } from '../schema/constraints.ts';
import { createPolicy } from '../schema/guards.ts';
import { createView } from '../schema/index.ts';
import { createOther } from '../schema/others.ts';
import { columnDefinition, columnStorage, createTable, sequenceType } from '../schema/tables.ts';
import { createSequence, createType } from '../schema/types.ts';
import { transactional } from './layout.ts';
import { objectName } from './names.ts';
import { dropOther } from './others.ts';

type Of<Kind extends ObjectChange['kind']> = Extract<ObjectChange, { readonly kind: Kind }>;

/** The statements that make an object. */
export function create({ object, unchecked }: Of<'create'>): readonly Statement[] {
  return checked([...createStatements(object)].map(transactional), unchecked);
}

/** Takes the place of what is there. */
export function replace({ object, was, unchecked }: Of<'replace'>): readonly Statement[] {
  return checked([...replaceStatements(object, was)].map(transactional), unchecked);
}

/** Bodies are not looked into while the setting is off; it is the session's, and stays off for no longer. */
function checked(statements: readonly Statement[], unchecked: true | undefined): readonly Statement[] {
  if (!unchecked) return statements;
  return [
    transactional('SET check_function_bodies = off'),
    ...statements,
    transactional('RESET check_function_bodies'),
  ];
}

function* createStatements(object: CatalogObject): Iterable<string> {
  switch (object.kind) {
    case 'schema':
      yield `CREATE SCHEMA ${quoteIdentifier(object.schema.name)}`;
      return;
    case 'extension': {
      const { name, schema } = object.extension;
      yield `CREATE EXTENSION ${quoteIdentifier(name)} WITH SCHEMA ${quoteIdentifier(schema)}`;
      return;
    }
    case 'type':
      yield* createType(object.type);
      return;
    case 'sequence':
      yield createSequence(object.sequence);
      return;
    case 'routine':
      yield object.routine.definition.trimEnd();
      return;
    case 'table':
      yield* createTable(object.table, new Map(object.identities.map((one) => [qualified(one), one])));
      return;
    case 'column': {
      const { table, column, identity } = object;
      const sequences = new Map((identity ? [identity] : []).map((one) => [qualified(one), one]));
      yield `ALTER TABLE ${quoteName(table)} ADD COLUMN ${columnDefinition({ inherits: [], kind: object.foreign ? 'foreign' : 'table' }, column, sequences)}`;
      yield* columnStorage(table, column);
      yield* sequenceType(column, sequences);
      return;
    }
    case 'constraint':
      yield createConstraint(object);
      return;
    case 'index':
      yield object.index.definition;
      return;
    case 'view':
      yield createView(object.view);
      return;
    case 'trigger':
      yield object.trigger.definition;
      return;
    case 'rule':
      yield object.rule.definition.replace(/;\s*$/, '');
      return;
    case 'policy':
      yield createPolicy(object.table, object.policy);
      return;
    case 'statistics':
      yield object.statistics.definition;
      return;
    case 'other':
      yield* createOther(object.other);
  }
}

function* replaceStatements(object: CatalogObject, was: CatalogObject): Iterable<string> {
  switch (object.kind) {
    case 'view':
      yield createView(object.view, true);
      return;
    case 'trigger':
      yield object.trigger.definition.replace(/^CREATE (?!CONSTRAINT)/, 'CREATE OR REPLACE ');
      return;
    case 'rule':
      yield object.rule.definition.replace(/^CREATE RULE/, 'CREATE OR REPLACE RULE').replace(/;\s*$/, '');
      return;
    case 'routine':
      yield object.routine.definition.replace(/^CREATE AGGREGATE/, 'CREATE OR REPLACE AGGREGATE').trimEnd();
      return;
    case 'other':
      // What is added is not there yet; what is set takes the place of what was set before.
      if (object.other.kind === 'member of' && was.kind === 'other') yield* dropOther(was.other);
      yield* createOther(object.other);
      return;
    default:
      throw new Error(`a ${object.kind} cannot be replaced in place`);
  }
}

function createConstraint(object: Extract<CatalogObject, { readonly kind: 'constraint' }>): string {
  const { table, partitioned, index } = object;
  switch (object.type) {
    case 'primary key':
      return addKey(table, object.constraint, 'PRIMARY KEY', index, partitioned === true);
    case 'unique':
      return addKey(table, object.constraint, 'UNIQUE', index, partitioned === true);
    case 'foreign key':
      return addForeignKey(table, object.constraint, partitioned === true);
    case 'check':
      return addCheck(table, object.constraint);
    case 'exclusion':
      return addExclusion(table, object.constraint);
  }
}

/** Nothing else goes with it but what belongs to it: no CASCADE. */
export function drop({ object, only }: Of<'drop'>): readonly Statement[] {
  switch (object.kind) {
    case 'column':
      return [
        transactional(
          `ALTER ${object.foreign ? 'FOREIGN ' : ''}TABLE ${only ? 'ONLY ' : ''}${quoteName(object.table)} DROP COLUMN ${quoteIdentifier(object.column.name)}`,
        ),
      ];
    case 'constraint':
      return [
        transactional(
          `ALTER TABLE ${quoteName(object.table)} DROP CONSTRAINT ${quoteIdentifier(object.constraint.name)}`,
        ),
      ];
    case 'other':
      return dropOther(object.other).map(transactional);
    default:
      return [transactional(`DROP ${objectName(referenceTo(object))}`)];
  }
}
