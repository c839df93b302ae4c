import type { OtherObject } from '../../../catalog/catalog.ts';
import { objectKey } from '../../../catalog/object.ts';
import { withoutSecretOptions } from '../../../catalog/secret-option.ts';
import { bond, firing, rowType, securityLabel, statisticsTarget } from '../render/attached.ts';
import { attachedComments } from './attached-comments.ts';
import type { Facts } from './facts.ts';
import { ownersRights } from './owners-rights.ts';
import { classes } from './query.ts';
import { type NameOf, namesOf } from './references.ts';
import { number, optionalText, options, text } from './rows.ts';
import { qualifiedName } from './sql-text.ts';
import { givenByOthers, rightsOnMembers } from './unset.ts';

/**
 * What is set for objects by statements of its own and is told nowhere else in the catalog: comments of lesser parts,
 * states of rules and of partitions' triggers, targets of statistics, bonds to extensions, rights that owners gave up.
 */
export function readAttached(facts: Facts): readonly OtherObject[] {
  const nameOf = namesOf(facts);
  return readers.flatMap((read) => [...read(facts, nameOf)]);
}

type Reader = (facts: Facts, nameOf: NameOf) => Iterable<OtherObject>;

const readers: readonly Reader[] = [
  attachedComments,
  ownersRights,
  ruleStates,
  partStates,
  idleChecks,
  statisticsTargets,
  keyTargets,
  bonds,
  labels,
  sessionSettings,
  rowTypes,
  rightsOnMembers,
  givenByOthers,
];

function* ruleStates(facts: Facts, nameOf: NameOf): Iterable<OtherObject> {
  for (const row of facts.rows.rules) {
    const state = text(row, 'enabled');
    const rule = state === 'O' ? undefined : nameOf(classes.rewrite, text(row, 'oid'));
    const table = rule?.reference.of;
    if (!rule || !table) continue;
    const set = firing('RULE', table, rule.reference.name, { state, usual: 'O' });
    yield { kind: 'state of', name: rule.key, on: [rule.key], ...set };
  }
}

/** A partition's share of a trigger fires as its parent's does, unless that was changed. */
function* partStates(facts: Facts, nameOf: NameOf): Iterable<OtherObject> {
  for (const row of facts.rows.partTriggers) {
    const [state, usual] = [text(row, 'enabled'), text(row, 'usual')];
    const table = state === usual ? undefined : nameOf(classes.class, text(row, 'relation'));
    const [of, parent] = [facts.relation(text(row, 'relation')), facts.relation(text(row, 'parent'))];
    if (!table || !of || !parent) continue;
    const name = text(row, 'name');
    yield {
      kind: 'state of',
      name: objectKey({ kind: 'trigger', name, of }),
      on: [table.key, objectKey({ kind: 'trigger', name, of: parent })],
      ...firing('TRIGGER', of, name, { state, usual }),
    };
  }
}

/** Triggers behind constraints have names of the server's own: no statement of a schema can set their state. */
function* idleChecks(facts: Facts): Iterable<OtherObject> {
  const constraints = new Map(facts.rows.constraints.map((row) => [text(row, 'oid'), row]));
  for (const row of facts.rows.idleChecks) {
    const constraint = constraints.get(text(row, 'constraint_oid'));
    const of = constraint && facts.relation(text(constraint, 'relation'));
    if (!of) continue;
    const key = objectKey({ kind: 'constraint', name: text(constraint, 'name'), of });
    yield { kind: 'disabled checks of', name: key, on: [key] };
  }
}

/** How much is gathered for extended statistics. */
function* statisticsTargets(facts: Facts, nameOf: NameOf): Iterable<OtherObject> {
  for (const row of facts.rows.extendedStatistics) {
    const target = Number(optionalText(row, 'target') ?? -1);
    const statistics = target < 0 ? undefined : nameOf(classes.statistics, text(row, 'oid'));
    if (!statistics) continue;
    yield {
      kind: 'statistics target of',
      name: statistics.key,
      on: [statistics.key],
      ...statisticsTarget(statistics.reference, String(target)),
    };
  }
}

/** The same for the expressions of indexes, which have no names but places. */
function* keyTargets(facts: Facts, nameOf: NameOf): Iterable<OtherObject> {
  for (const row of facts.rows.columns) {
    const relation = text(row, 'relation');
    const isIndex = /^[iI]$/.test(optionalText(facts.relationRow(relation) ?? {}, 'kind') ?? '');
    const index = isIndex ? nameOf(classes.class, relation) : undefined;
    if (!index) continue;
    const at = number(row, 'number');
    yield {
      kind: 'statistics target of',
      name: `key ${at} of ${objectKey(index.reference)}`,
      on: [index.key],
      ...statisticsTarget(index.reference, text(row, 'statistics_target'), at),
    };
  }
}

/** What is dropped along with an extension. */
function* bonds(facts: Facts, nameOf: NameOf): Iterable<OtherObject> {
  const extensions = new Map(facts.rows.extensions.map((row) => [text(row, 'oid'), text(row, 'name')]));
  for (const row of facts.rows.bound) {
    const object = nameOf(number(row, 'class'), text(row, 'oid'));
    const name = extensions.get(text(row, 'extension'));
    if (!object || name === undefined) continue;
    yield {
      kind: `bond to ${name} of`,
      name: object.key,
      on: [object.key, objectKey({ kind: 'extension', name })],
      ...bond(object.reference, name),
    };
  }
}

function* labels(facts: Facts, nameOf: NameOf): Iterable<OtherObject> {
  for (const row of facts.rows.labels) {
    const object = nameOf(number(row, 'class'), text(row, 'oid'));
    if (!object) continue;
    const column = facts.columnName(text(row, 'oid'), number(row, 'column'));
    const reference =
      column === ''
        ? object.reference
        : ({ kind: 'column', name: column, of: facts.named(facts.relationRow(text(row, 'oid')) ?? {}) } as const);
    const provider = text(row, 'provider');
    yield {
      kind: `${provider} label of`,
      name: objectKey(reference),
      on: [object.key],
      ...securityLabel(reference, provider, text(row, 'label')),
    };
  }
}

/** The statement that sets them names the database, which is another one elsewhere. */
function* sessionSettings(facts: Facts): Iterable<OtherObject> {
  for (const row of facts.rows.settings) {
    const role = optionalText(row, 'role');
    yield {
      kind: 'settings of the database for',
      name: role ?? 'everybody',
      on: [],
      options: withoutSecretOptions(options(row, 'settings')),
    };
  }
}

/** Tables `OF` a composite type: their columns are those of the type and are changed with it. */
function* rowTypes(facts: Facts, nameOf: NameOf): Iterable<OtherObject> {
  for (const row of facts.rows.relations) {
    const type = optionalText(row, 'row_type');
    const table = type === undefined ? undefined : nameOf(classes.class, text(row, 'oid'));
    if (type === undefined || !table) continue;
    const of = facts.named(row);
    const columns = facts.of
      .columns(text(row, 'oid'))
      .map((column) => objectKey({ kind: 'column', name: text(column, 'name'), of }));
    yield {
      kind: 'row type of',
      name: table.key,
      on: [table.key, objectKey({ kind: 'type', ...qualifiedName(type) }), ...columns],
      ...rowType(of, type),
    };
  }
}
