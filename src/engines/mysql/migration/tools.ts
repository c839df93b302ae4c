import type { OtherWay } from '../../procedure.ts';
import type { Flavour } from '../flavour.ts';
import type { DraftIndex, DraftTable } from '../read/draft.ts';
import { schemaName } from '../read/draft.ts';
import type { Action } from './actions.ts';
import { type CopiedAlter, copiedAlter, nameOnCopy } from './copied-alter.ts';
import { duplicates, preconditionsOf } from './preconditions.ts';

/** What surrounds a table that is to be copied by a tool. */
export interface Surroundings {
  readonly flavour: Flavour;
  readonly before: DraftTable;
  readonly after: DraftTable;
  /** Foreign keys of other tables that point at it. */
  readonly pointedAtBy: readonly PointingKey[];
}

export interface PointingKey {
  readonly table: string;
  readonly key: string;
}

/**
 * The tools that copy a table beside its use, each whole and with what it needs; the one to be chosen first. What they need
 * stands in their manuals (https://github.com/github/gh-ost/blob/master/doc/requirements-and-limitations.md,
 * https://docs.percona.com/percona-toolkit/pt-online-schema-change.html).
 */
export function copyingTools(table: string, actions: readonly Action[], around: Surroundings): readonly OtherWay[] {
  const key = findingKey(around);
  const alter = copiedAlter(actions.map(({ sql }) => sql).join(', '), around);
  const keys = [...around.before.foreignKeys, ...around.after.foreignKeys];
  const own = [...new Set(keys.map(({ name }) => name))].sort();
  const triggers = around.before.triggers.map(({ name }) => name).sort();
  if (key === undefined || whyNoTool(around) !== undefined) return [];
  const refusedBy = [
    ...(hasSharedKey(around) ? [] : ['want of a unique key that is over the same columns before and after']),
    ...(own.length > 0 ? [`its foreign keys (${own.join(', ')})`] : []),
    ...(around.pointedAtBy.length > 0
      ? [`foreign keys that point at it (${around.pointedAtBy.map(ofTable).join(', ')})`]
      : []),
  ];
  const known = { ...around, key, own, triggers };
  const percona = ptOnlineSchemaChange(table, alter, known);
  if (refusedBy.length > 0) return [{ ...percona, why: `gh-ost refuses the table for ${refusedBy.join(' and ')}.` }];
  if (triggers.length === 0) return [ghOst(table, alter, known), percona];
  const why = `gh-ost takes triggers along as of 2025, and under other names alone (${triggers.join(', ')}).`;
  return [{ ...percona, why }, ghOst(table, alter, known)];
}

/** Why no tool can copy a table beside its use; nothing where one can. */
export function whyNoTool(around: Pick<Surroundings, 'before' | 'after'>): string | undefined {
  if (around.before.options['system_versioning'] !== undefined)
    return 'they copy the rows of the present, and its history would be lost';
  return findingKey(around) === undefined ? 'it keeps no key over columns that are never null' : undefined;
}

/** The key by which rows are found, where the copy keeps them apart by columns that were there: without both no tool can copy beside the use. */
function findingKey({ before, after }: Pick<Surroundings, 'before' | 'after'>): string | undefined {
  const [own] = neverNull(before).sort((a, b) => Number(b.kind === 'primary') - Number(a.kind === 'primary'));
  const known = (name: string) => before.columns.some((one) => one.name === name);
  const isFound = neverNull(after).some(({ keys }) => keys.every(({ column = '' }) => known(column)));
  return isFound ? own?.name : undefined;
}

/** gh-ost finds rows by the same columns on both sides (https://github.com/github/gh-ost/blob/master/doc/shared-key.md). */
function hasSharedKey({ before, after }: Surroundings): boolean {
  const columns = ({ keys }: DraftIndex) => JSON.stringify(keys.map(({ column }) => column).sort());
  const others = neverNull(after).map(columns);
  return neverNull(before).some((index) => others.includes(columns(index)));
}

/** Unique keys over whole columns that are never null. */
function neverNull({ columns, indexes }: DraftTable): DraftIndex[] {
  const never = new Set(columns.filter(({ nullable }) => !nullable).map(({ name }) => name));
  return indexes.filter(
    ({ kind, keys }) =>
      (kind === 'primary' || kind === 'unique') &&
      keys.every(({ column }) => column !== undefined && never.has(column)),
  );
}

/** What the names of copied triggers end with: both stand in the schema for a while (https://github.com/github/gh-ost/pull/1503). */
const triggerSuffix = '_v2';

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

const placeholders = 'HOST, USER and DATABASE stand for your server, your user and your database.';

/** It reads the binary log, so nothing is put on the table, and it can be slowed down and stopped at any time. */
function ghOst(table: string, { sql, renames }: CopiedAlter, known: Known): OtherWay {
  const { key, flavour, triggers } = known;
  return {
    title: 'gh-ost',
    why: 'It puts no triggers of its own on the table, follows the binary log instead, and can be held up at any moment.',
    commands: [
      [
        'gh-ost',
        '--host=HOST --port=3306 --user=USER --ask-pass',
        `--database=DATABASE --table=${quoted(table)}`,
        `--alter=${quoted(sql)}`,
        '--chunk-size=1000 --max-lag-millis=1500',
        '--max-load=Threads_running=25 --critical-load=Threads_running=1000',
        '--cut-over-lock-timeout-seconds=3 --default-retries=120',
        '--exact-rowcount --concurrent-rowcount',
        ...(renames.length > 0 ? ['--approve-renamed-columns'] : []),
        ...(triggers.length > 0 ? [`--include-triggers --trigger-suffix=${triggerSuffix}`] : []),
        '--allow-on-master --initially-drop-ghost-table --verbose --execute',
      ].join(' \\\n  '),
    ],
    ...counts(known),
    needs: [
      placeholders,
      `The table keeps a key over columns that are never null: ${key}.`,
      'The binary log is written by rows: binlog_format=ROW, binlog_row_image=FULL.',
      'The user has ALTER, CREATE, DELETE, DROP, INDEX, INSERT, LOCK TABLES, SELECT, TRIGGER and UPDATE on the database, and SUPER or REPLICATION CLIENT with REPLICATION SLAVE.',
      ...uncopied(known),
      'There is room for the table twice, and for its changes in the binary log.',
      ...(triggers.length > 0
        ? [
            `Its triggers get other names (${triggers.map((name) => `${name} becomes ${name}${triggerSuffix}`).join(', ')}): compare the schemas afterwards. The next run takes the end off again, by --remove-trigger-suffix-if-exists. It needs a gh-ost that knows --include-triggers: one of 2025 or later.`,
          ]
        : []),
      ...(flavour === 'mariadb' ? ['gh-ost is made for MySQL: try it on a MariaDB of this version first.'] : []),
      'Without --execute it tries itself and changes nothing; --allow-on-master is for a server that it is run on directly.',
    ],
  };
}

interface Known extends Surroundings {
  readonly key: string;
  readonly own: readonly string[];
  readonly triggers: readonly string[];
}

/** It keeps the copy up to date by triggers, and can take foreign keys along. */
function ptOnlineSchemaChange(table: string, alter: CopiedAlter, known: Known): OtherWay {
  const { underCopiedNames, renames, droppedKeys } = alter;
  const { pointedAtBy, own, triggers, key } = known;
  const newUnique = hasNewUniqueKey(known);
  const keyGoes = /\bDROP PRIMARY KEY\b/i.test(underCopiedNames);
  const keptKeys = own.filter(
    (name) => !droppedKeys.includes(name) && known.before.foreignKeys.some((one) => one.name === name),
  );
  const flags = [
    `--alter ${quoted(underCopiedNames)}`,
    // To drop and swap would lose the triggers that are to be kept.
    ...(pointedAtBy.length > 0
      ? [`--alter-foreign-keys-method ${triggers.length > 0 ? 'rebuild_constraints' : 'auto'}`]
      : []),
    ...(triggers.length > 0 ? ['--preserve-triggers'] : []),
    ...(newUnique ? ['--no-check-unique-key-change'] : []),
    // It stops at a new name of a column and at a primary key that goes.
    ...(keyGoes || renames.length > 0 ? ['--no-check-alter'] : []),
    '--chunk-time 0.5 --max-lag 1',
    '--max-load Threads_running=25 --critical-load Threads_running=1000',
    "--set-vars 'lock_wait_timeout=5'",
    "--tries 'create_triggers:20:2,drop_triggers:20:2,swap_tables:20:2'",
  ];
  const target = `h=HOST,P=3306,u=USER,D=DATABASE,t=${quoted(table)} --ask-pass`;
  const command = (end: string) => ['pt-online-schema-change', ...flags, `${target} ${end}`].join(' \\\n  ');
  return {
    title: 'pt-online-schema-change',
    why: 'It needs no binary log by rows; each write to the table is written twice by its triggers meanwhile.',
    commands: [command('--print --dry-run'), command('--execute')],
    ...counts(known),
    needs: [
      placeholders,
      `The table has a key by which rows are found: ${key}.`,
      ...(triggers.length > 0
        ? [
            `It has triggers (${triggers.join(', ')}): --preserve-triggers copies them, where the server takes several of one event.`,
          ]
        : ['No triggers come onto the table meanwhile: the tool puts its own on it.']),
      ...(droppedKeys.length > 0
        ? [
            `On the copy foreign keys have an underscore before their names, so the command drops ${droppedKeys.map((name) => `${nameOnCopy(name)} for ${name}`).join(', ')}.`,
          ]
        : []),
      ...(keptKeys.length > 0
        ? [
            `Its foreign keys get other names (${keptKeys.map((name) => `${name} becomes ${nameOnCopy(name)}`).join(', ')}): compare the schemas afterwards, and say the new names when they are dropped.`,
          ]
        : []),
      ...(renames.length > 0
        ? [
            `The dry run must print that ${renames.map(([from, to]) => `${from} becomes ${to}`).join(' and ')}: a new name that the tool does not see loses the values, and --no-check-alter takes its warning away.`,
          ]
        : []),
      ...(pointedAtBy.length > 0
        ? [
            `Foreign keys point at it (${pointedAtBy.map(ofTable).join(', ')}): they are made anew on the copy, which locks their tables and gives them, and the indexes that were made for them, other names (${pointedAtBy.map(({ key }) => `${key} becomes ${nameOnCopy(key)}`).join(', ')}); with drop_swap they keep them, and the table is missing for a moment.`,
          ]
        : []),
      ...uncopied(known),
      'There is room for the table twice.',
    ],
  };
}

function hasNewUniqueKey({ before, after }: Pick<Surroundings, 'before' | 'after'>): boolean {
  return after.indexes.some(
    ({ kind, name }) => kind === 'unique' && !before.indexes.some((one) => one.name === name && one.kind === kind),
  );
}

/**
 * Rows that a tool would lose or change without a word: both copy by INSERT IGNORE, and of rows that are alike in a unique
 * key the first stays alone.
 */
function uncopied({ before, after }: Surroundings): readonly string[] {
  const alike = new Set(duplicates(before, after).map(({ count }) => count));
  const kept = 'the copy would keep one of them and lose the others';
  const named = preconditionsOf(before, after).map(({ holds, count }) => {
    const otherwise = alike.has(count) ? kept : 'the copy would change or lose what is otherwise';
    return `${holds.replace(/\.$/, '')}: ${otherwise}. This gives 0: ${count}`;
  });
  // Keys of expressions are not counted.
  const uncounted = alike.size === 0 && hasNewUniqueKey({ before, after });
  return [...(uncounted ? [`No rows are alike in the new unique key: ${kept}.`] : []), ...named];
}

function counts({ before, after }: Surroundings): Pick<OtherWay, 'counts'> {
  const queries = preconditionsOf(before, after).map(({ count }) => count);
  return queries.length === 0 ? {} : { counts: queries };
}

const ofTable = ({ key, table }: PointingKey) => `${key} of ${table}`;

/** Foreign keys of other tables that point at a table. */
export function keysPointingAt(table: string, tables: Iterable<DraftTable>): readonly PointingKey[] {
  return [...tables]
    .filter(({ name }) => name !== table)
    .flatMap(({ name, foreignKeys }) =>
      foreignKeys
        .filter(({ references }) => references.schema === schemaName && references.name === table)
        .map((key) => ({ table: name, key: key.name })),
    )
    .sort((a, b) => (ofTable(a) < ofTable(b) ? -1 : 1));
}
