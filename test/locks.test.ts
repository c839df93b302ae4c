import { beforeAll, describe, expect, it } from 'vitest';
import type { Connection } from '../src/engines/connection.ts';
import type { RelationLock } from '../src/lab/effects.ts';
import { openEmbedded } from '../src/lab/embedded.ts';
import { type FactCase, facts, type Observed } from './facts/facts.ts';
import { type Prediction, predictor, withoutRows } from './facts/predict.ts';

const majors = [13, 15, 17, 18];

let lab: Connection;
let predict: Awaited<ReturnType<typeof predictor>>;

beforeAll(async () => {
  lab = await openEmbedded();
  predict = await predictor(lab);
});

/** What is said of the statement of a case, on a lab that holds its schema without the rows, as labs do. */
async function predictions(one: FactCase): Promise<ReadonlyMap<number, Prediction>> {
  await lab.exec(`reset all; drop publication if exists zpub; ${withoutRows(facts.setup)}`);
  // What was SET LOCAL there holds for a transaction; here each statement has its own.
  await lab.exec(withoutRows(one.before ?? '').replace('set local', 'set'));
  return predict.one(one.statement, majors);
}

/** The name of a relation as the facts write it, after the statement. */
function factName({ kind, renamedTo, relation }: RelationLock): string {
  const { name } = renamedTo ?? relation;
  return kind === 'index' ? `idx:${name}` : name;
}

function factMode(mode: string): string {
  return `${mode.toLowerCase().replaceAll(/(?:^| )(\w)/g, (_, letter: string) => letter.toUpperCase())}Lock`;
}

/** The differences between what is said and what was observed, in words; none when they agree. */
function differences({ effects, error }: Prediction, observed: Observed): readonly string[] {
  if (observed.skip !== undefined) return error ? [] : [`${observed.skip}, and no word of it`];
  if (observed.error !== undefined || error) {
    return observed.error === error?.message ? [] : [`fails with ${observed.error}, not ${error?.message}`];
  }
  const all = [...effects.locks, ...effects.locksOnNew];
  if (observed.polled) return polledDifferences(all, observed);
  const said = Object.fromEntries(
    all.filter((lock) => !lock.dropped).map((lock) => [factName(lock), factMode(lock.mode)]),
  );
  const names = (list: readonly string[] | undefined) => [...(list ?? [])].sort().join(' ');
  const pairs: readonly (readonly [string, string, string])[] = [
    ...[...new Set([...Object.keys(said), ...Object.keys(observed.locks ?? {})])].map(
      (name) => [name, said[name] ?? 'no lock', observed.locks?.[name] ?? 'no lock'] as const,
    ),
    ['written anew', names(effects.newFiles.map((one) => one.name)), names(observed.rewritten)],
    ['read', names(effects.scanned.map((one) => one.name)), names(observed.scanned)],
    [
      'indexes built',
      names(effects.built.map((one) => one.name)),
      // The facts name the indexes of TOAST tables and of new tables, too, and those over tables that were emptied.
      names(
        builtIn(observed).filter((name) => all.every((lock) => lock.relation.name !== name || !isOnNew(lock, effects))),
      ),
    ],
  ];
  return pairs
    .filter(([, mine, theirs]) => mine !== theirs)
    .map(([what, mine, theirs]) => `${what}: ${mine}, not ${theirs}`);
}

function builtIn({ notes = [], scanned = [] }: Observed): readonly string[] {
  return notes.flatMap((note) => {
    const [, index = '', table = ''] = /^building index "(.*)" on table "(.*)"$/.exec(note) ?? [];
    return index !== '' && scanned.includes(table) ? [index] : [];
  });
}

function isOnNew(lock: RelationLock, effects: Prediction['effects']): boolean {
  return effects.locksOnNew.includes(lock) && !effects.built.some((one) => one.name === lock.relation.name);
}

/** Another session saw some of the locks of a statement that runs in several transactions: each must be among those that are said. */
function polledDifferences(all: readonly RelationLock[], observed: Observed): readonly string[] {
  return Object.entries(observed.locks ?? {}).flatMap(([name, mode]) => {
    // REINDEX lets the two indexes change names at its end.
    const said = all.find((lock) => factName(lock) === name.replace(/_ccold$/, ''));
    const modes = said ? [said.mode, ...(said.atEnd === undefined ? [] : [said.atEnd])].map(factMode) : [];
    return modes.includes(mode) ? [] : [`${name}: ${modes.join(', ') || 'no lock'}, not ${mode}`];
  });
}

describe('the rehearsal on a schema without rows', () => {
  it('says every lock, rewrite and full read that was observed on PostgreSQL 13, 15, 17 and 18', async () => {
    const wrong: string[] = [];
    let right = 0;
    for (const one of facts.cases) {
      const said = await predictions(one);
      for (const observed of one.observed) {
        for (const major of observed.versions) {
          const prediction = said.get(major);
          // A version that lacks what stands before the statement lacks the case.
          const lacks = observed.skip !== undefined && (await predict.refuses(one.before ?? '', major));
          const different = lacks ? [] : prediction ? differences(prediction, observed) : ['nothing'];
          if (different.length === 0) right++;
          else wrong.push(`${major} ${one.id}: ${different.join('; ')}`);
        }
      }
    }
    process.stdout.write(`locks: ${right} of ${right + wrong.length} as observed\n`);
    expect(wrong).toEqual([]);
    expect(right).toBe(facts.cases.length * majors.length);
  }, 120_000);
});
