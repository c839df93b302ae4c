import type { Traits } from '../../../catalog/traits.ts';
import type { ReadStatement } from '../../../engines/migration-action.ts';
import { copyCommands } from './psql-copy.ts';
import type { MigrationFile } from './read-files.ts';

/** How a file is run: in one transaction that the tool opens, or statement by statement. */
export interface Running {
  readonly mode: 'one' | 'each';
  /** Why it is taken so, one sentence. */
  readonly why: string;
  /** True when nothing in the file or around it says so. */
  readonly assumed: boolean;
}

/** Comments by which a file tells its tool to open no transaction. */
const without: readonly { readonly tool: string; readonly pattern: RegExp }[] = [
  { tool: 'dbmate', pattern: /^\s*--\s*migrate:up\b.*\btransaction\s*:\s*false/im },
  { tool: 'goose', pattern: /^\s*--\s*\+goose\s+NO\s+TRANSACTION/im },
  { tool: 'Atlas', pattern: /^\s*--\s*atlas:txmode\s+none/im },
  { tool: 'Liquibase', pattern: /^\s*--\s*changeset\b.*\brunInTransaction\s*:\s*false/im },
  { tool: 'Flyway', pattern: /^\s*--\s*(?:flyway:)?\s*executeInTransaction\s*[:=]\s*false/im },
  { tool: 'sqlx', pattern: /^\s*--\s*no-transaction\s*$/im },
  { tool: 'its tool', pattern: /^\s*--\s*(?:disable_ddl_transaction!?|no[-_ ]?transaction|without transaction)\s*$/im },
];

/** Tells how a file is run, by its own words, its directives, and its name. `reads` are its statements. */
export function runningOf(
  file: Pick<MigrationFile, 'name' | 'text'>,
  reads: readonly ReadStatement[],
  given: 'one' | 'each' | undefined,
  { messageIsTransaction, transactionalDdl }: Pick<Traits, 'messageIsTransaction' | 'transactionalDdl'>,
): Running {
  if (given !== undefined) return { mode: given, why: `--transaction ${given} says so`, assumed: false };
  const directive = without.find(({ pattern }) => pattern.test(file.text));
  if (directive)
    return { mode: 'each', why: `a comment tells ${directive.tool} to open no transaction`, assumed: false };
  const acts = reads.filter((one) => one.actions.some((action) => action.kind !== 'set'));
  if (acts.some((one) => one.actions.some((action) => action.kind === 'transaction' && action.does === 'begin')))
    return { mode: 'each', why: 'the script opens its own transactions', assumed: false };
  if (!transactionalDdl && acts.some((one) => one.endsTransaction))
    return { mode: 'each', why: 'the engine commits each change of the schema by itself', assumed: false };
  if (!messageIsTransaction && isPrisma(file.name))
    return { mode: 'each', why: 'Prisma sends the file in one go and opens no transaction', assumed: false };
  if (copyCommands(file.text, file.name).length > 0)
    return { mode: 'each', why: 'psql, which alone knows \\copy, commits each statement by itself', assumed: true };
  const alone = acts.filter((one) => !one.transactional);
  if (alone.length === 0) return { mode: 'one', why: 'most tools run a file in one transaction', assumed: true };
  // A tool that sends the file as it is sends one statement alone.
  if (acts.length === 1)
    return { mode: 'each', why: 'it is one statement that must run outside transactions', assumed: true };
  if (/\.up\.sql$/i.test(file.name))
    return {
      mode: 'one',
      why: 'golang-migrate sends the file in one go, which the engine takes for a transaction',
      assumed: false,
    };
  if (isPrisma(file.name))
    return {
      mode: 'one',
      why: 'Prisma sends the file in one go, which the engine takes for a transaction',
      assumed: false,
    };
  if (/(?:^|\/)[VR][\d._]*__/i.test(file.name) && alone.length < acts.length)
    return {
      mode: 'one',
      why: 'Flyway refuses to mix statements that must run outside transactions with others',
      assumed: false,
    };
  if (/^\s*--\s*(?:migrate:up|\+goose\s+up)\b/im.test(file.text))
    return { mode: 'one', why: 'the tool opens a transaction unless the file says otherwise', assumed: false };
  return { mode: 'each', why: 'it holds a statement that must run outside transactions', assumed: true };
}

/** Prisma names every file of a migration alike. */
function isPrisma(name: string): boolean {
  return /(?:^|\/)migration\.sql$/i.test(name);
}

/** Statements that one transaction holds, or one by itself, by their places in the file. */
export interface StatementGroup {
  readonly by?: 'script' | 'tool';
  /** It ends in ROLLBACK: nothing of it stays. */
  readonly undone?: true;
  readonly places: readonly number[];
}

interface Group {
  by?: 'script' | 'tool';
  undone?: true;
  places: number[];
}

/** Puts the statements of a file into their transactions. */
export function groupsOf(reads: readonly ReadStatement[], mode: 'one' | 'each'): readonly StatementGroup[] {
  const groups: Group[] = [];
  let open: Group | undefined;
  let toolIsOpen = mode === 'one';
  for (const [at, { actions, endsTransaction }] of reads.entries()) {
    if (endsTransaction) {
      [open, toolIsOpen] = [undefined, false];
      groups.push({ places: [at] });
      continue;
    }
    const does = actions[0]?.kind === 'transaction' ? actions[0].does : undefined;
    if (!open && (does === 'begin' || toolIsOpen)) {
      open = { by: toolIsOpen ? 'tool' : 'script', places: [] };
      groups.push(open);
    }
    if (open) open.places.push(at);
    else groups.push({ places: [at] });
    if (open && does === 'rollback') open.undone = true;
    if (does === 'commit' || does === 'rollback') {
      open = undefined;
      // What follows a COMMIT of the script's own is outside the tool's transaction, too.
      toolIsOpen = false;
    }
  }
  return groups;
}
