import type { Catalog } from '../../catalog/catalog.ts';
import type { Change } from '../../catalog/change.ts';
import { diff, type Side } from '../../diff/diff.ts';
import { type Answers, findRenames, type Renamed, whyNotRenamed } from '../../diff/renames/find.ts';
import type { Gone } from '../../diff/renames/rename.ts';
import { RelvarError } from '../../findings/error.ts';
import type { OpenedSource } from '../opened-source.ts';
import { withOwnersOf } from './owners-kept.ts';
import { renameInLab } from './rename-in-lab.ts';

type SetSchema = Extract<Change, { readonly kind: 'set schema' }>;

/** What lies between two sources. */
export interface Comparison {
  /** The renames first, then all else, in an order that can be carried out. */
  readonly changes: readonly Change[];
  /** Which of the changes are renames that were found, and why. */
  readonly renamed: readonly Renamed[];
  /** How many of the changes stand first: moves of extensions, the renames, and the schemas that objects move to. */
  readonly leading: number;
  /** The schema before when the renames are carried out, as the engine reads it. */
  readonly afterRenames: Catalog;
  /** What may be a rename and was not answered: the changes drop it and make the other anew. */
  readonly questions: readonly Gone[];
  readonly notes: readonly string[];
}

export interface CompareOptions {
  /** What was said before of what is gone: its key → its new name, or nothing when it is gone indeed. */
  readonly answers: Answers;
  /** Asks a person; absent where nobody is there to be asked. */
  readonly ask?: (question: Gone) => Promise<string | undefined>;
  /** The zone that times without one are in, where a person named it. */
  readonly timeZone?: string | undefined;
  /** Owners are compared, too. */
  readonly owners?: boolean | undefined;
  /** Keeps what is to be compared. */
  readonly filter: (catalog: Catalog) => Catalog;
}

/**
 * Compares two opened sources. Renames are carried out in the lab of the first, inside a transaction that is undone, so
 * that the engine itself takes them through keys, views and functions; what is left is compared.
 * @throws RelvarError `different-engines`, `bad-rename`
 */
export async function compare(from: OpenedSource, to: OpenedSource, options: CompareOptions): Promise<Comparison> {
  if (from.engine.id !== to.engine.id) {
    throw new RelvarError(
      'different-engines',
      `${from.source.name} is of ${from.traits.name} and ${to.source.name} of ${to.traits.name}: their schemas cannot be compared`,
    );
  }
  const { engine, lab, traits } = from;
  const after: Side = {
    catalog: options.filter(to.catalog),
    dependencies: await engine.readDependencies(to.lab),
  };
  let before: Side = { catalog: options.filter(from.catalog), dependencies: await engine.readDependencies(lab) };
  const renamed: Renamed[] = [];
  const leading: Change[] = [];
  const refusals: string[] = [];
  const answers = new Map(options.answers);
  let questions: readonly Gone[] = [];
  let open = false;
  const begin = async () => {
    if (!open) await lab.exec('BEGIN');
    open = true;
  };
  const readAgain = async (done: number): Promise<Side> => {
    const fresh = await engine.introspect(lab);
    const read = traits.owners ? withOwnersOf(fresh, before.catalog, leading.slice(done)) : fresh;
    const catalog = options.filter({ ...read, extensions: extensionsAfter(from.catalog, leading) });
    return { catalog, dependencies: await engine.readDependencies(lab) };
  };
  try {
    for (const move of movedExtensions(before.catalog, after.catalog)) {
      await begin();
      const tried = await renameInLab(
        [...newSchema(move, before.catalog, after.catalog, leading), move],
        before,
        from,
        leading,
      );
      // Where the engine takes none, what lies in it is compared as it is named.
      if ('changes' in tried) leading.push(...tried.changes);
    }
    if (leading.length > 0) before = await readAgain(0);
    for (;;) {
      const found = findRenames(before.catalog, after.catalog, answers);
      questions = found.questions;
      if (found.certain.length === 0) {
        const [question] = questions.filter((one) => one.holdsData);
        if (!question || !options.ask) break;
        answers.set(question.key, await options.ask(question));
        continue;
      }
      await begin();
      const done = leading.length;
      for (const one of found.certain) {
        const changes = [...newSchema(one.change, before.catalog, after.catalog, leading), one.change];
        const tried = await renameInLab(changes, before, from, leading);
        if ('changes' in tried) {
          renamed.push(one);
          leading.push(...tried.changes);
          followed(answers, one);
          if (one.left !== undefined) answers.set(one.to, one.left);
          continue;
        }
        const { refusal } = tried;
        // What holds data has a statement for it. Made anew it would lose them: not what was asked for, and else told.
        if (refusal !== '' && answers.get(one.from) !== undefined) throw refused(one, refusal, from);
        answers.set(one.from, undefined);
        if (refusal !== '')
          refusals.push(
            `${one.from} is dropped and ${one.to} made, though it seems to be the same: the engine refuses the new name (${refusal}).`,
          );
      }
      before = await readAgain(done);
    }
  } finally {
    if (open) await lab.exec('ROLLBACK');
  }
  refuseUnused(answers, renamed, before.catalog, [from.source.name, to.source.name]);
  const { changes, notes } = diff(before, after, traits, {
    timeZone: options.timeZone,
    ...(options.owners && traits.owners ? { owners: ownersOf(to) } : {}),
  });
  return {
    changes: [...leading, ...changes],
    renamed,
    leading: leading.length,
    afterRenames: before.catalog,
    questions,
    notes: [
      ...refusals,
      ...(options.owners && !traits.owners
        ? [`${traits.name} has no owners of objects: --owners changes nothing here.`]
        : []),
      ...notes,
    ],
  };
}

/** What lies in an extension moves with it, and what uses that follows: it is the same under another name. */
function movedExtensions(from: Catalog, to: Catalog): readonly SetSchema[] {
  return from.extensions.flatMap(({ name, schema: was, stubbed }) => {
    const now = to.extensions.find((one) => one.name === name);
    if (!now || now.schema === was || stubbed || now.stubbed) return [];
    return [{ kind: 'set schema', object: { kind: 'extension', name }, schema: now.schema, was }];
  });
}

/** Those of the source, of which the lab may have stand-ins alone, where the changes have moved them to. */
function extensionsAfter({ extensions }: Catalog, changes: readonly Change[]): Catalog['extensions'] {
  return extensions.map((extension) => {
    const move = changes.find(
      (one): one is SetSchema =>
        one.kind === 'set schema' && one.object.kind === 'extension' && one.object.name === extension.name,
    );
    return move ? { ...extension, schema: move.schema } : extension;
  });
}

/** What was loaded from files is the lab's own where they name no owner. */
function ownersOf({ source: { kind }, catalog: { reader } }: OpenedSource): { readonly unsaid?: string } {
  return kind === 'database' || kind === 'snapshot' || reader === undefined ? {} : { unsaid: reader };
}

/** @throws RelvarError `bad-rename` for a rename that was told of and is none: to drop and make anew was not asked for */
function refuseUnused(
  answers: ReadonlyMap<string, string | undefined>,
  renamed: readonly Renamed[],
  catalog: Catalog,
  names: readonly [string, string],
): void {
  for (const [key, name] of answers) {
    if (name === undefined || renamed.some((one) => one.from === key)) continue;
    const why = whyNotRenamed(key, name, catalog, names);
    throw new RelvarError('bad-rename', `${key} cannot be renamed to ${name}: ${why}`, {
      hint: why.endsWith('already')
        ? 'where two exchange their names, give one a third name in a migration of its own before'
        : 'the new name is that of an object of the same kind that the schema before does not have',
    });
  }
}

/** What was said of parts of a renamed object is said of the parts of it under its new name. */
function followed(answers: Map<string, string | undefined>, { from, to }: Renamed): void {
  const [old, now] = [from, to].map((key) => `${key.replace(/^\w+ /, '')}.`);
  if (old === undefined || now === undefined) return;
  for (const [key, answer] of [...answers]) {
    const at = key.indexOf(` ${old}`);
    if (at < 0) continue;
    answers.delete(key);
    answers.set(`${key.slice(0, at + 1)}${now}${key.slice(at + 1 + old.length)}`, answer);
  }
}

/** The schema that an object moves to, where only the schema after has it. */
function newSchema(change: Change, before: Catalog, after: Catalog, made: readonly Change[]): readonly Change[] {
  if (change.kind !== 'set schema') return [];
  const schema = after.schemas.find((one) => one.name === change.schema);
  const isMade = made.some(
    (one) => one.kind === 'create' && one.object.kind === 'schema' && one.object.schema === schema,
  );
  if (!schema || isMade || before.schemas.some((one) => one.name === schema.name)) return [];
  return [{ kind: 'create', object: { kind: 'schema', schema } }];
}

function refused({ from, to }: Renamed, refusal: string, { traits }: OpenedSource): RelvarError {
  return new RelvarError('bad-rename', `${from} cannot be renamed to ${to}: ${traits.name} refuses it (${refusal})`, {
    hint: 'take away what stands in its way (views, triggers, checks) in a migration of its own before, and put it back behind; or leave --rename out: what it holds is lost then',
  });
}
