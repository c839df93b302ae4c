import type { Advice, CreateAdvice, DropAdvice, GainingQuery, ServedQuery } from '../../advisor/advice.ts';
import { definitionOf } from '../../catalog/index-definition.ts';
import { qualified } from '../../catalog/names.ts';
import type { Statement } from '../../engines/engine.ts';
import { confidence, type Evidence, presumed } from '../../findings/evidence.ts';
import type { Lab } from '../../lab/lab.ts';
import { rehearsalEvidence, waitsOf } from '../../lab/rehearsal-evidence.ts';
import type { Rehearsal } from '../../lab/rehearse.ts';
import type { IndexToCreate, IndexToDrop } from '../../output/indexes/report.ts';
import { figures } from '../../output/indexes/words.ts';
import { count } from '../../output/words.ts';
import type { OpenedSource } from '../opened-source.ts';
import { definitionOfIndex } from './reads.ts';

/**
 * The indexes of an advice with what to run, each rehearsed in the lab. Those to create stand in the advice's own order
 * (most benefit first), but what makes writes wait stands behind what does not.
 */
export async function advisedIndexes(
  advice: Advice,
  lab: Lab,
  opened: OpenedSource,
): Promise<{ readonly create: readonly IndexToCreate[]; readonly drop: readonly IndexToDrop[] }> {
  // Each by itself, on the schema as it is.
  const statements = [...advice.create, ...advice.drop].flatMap(({ change }) =>
    opened.engine.renderAll([change], opened.traits, opened.catalog),
  );
  // All at once, each from the schema as it is: the lab makes ready for a rehearsal only once.
  const rehearsals = statements.length === 0 ? [] : await lab.rehearse(statements);
  const tried = (at: number): Tried => ({ sql: texts(statements[at] ?? []), ...interpreted(rehearsals[at] ?? []) });
  const create = advice.create.map((one, at) => {
    const { sql, ...seen } = tried(at);
    return toCreate(one, { sql: [...sql, ...analyzed(one, opened)], ...seen }, opened);
  });
  const drop = advice.drop.map((one, at) => toDrop(one, advice, tried(advice.create.length + at), opened));
  const risk = { nothing: 0, writes: 1, 'reads and writes': 2 } as const;
  return { create: create.toSorted((a, b) => risk[a.waits] - risk[b.waits]), drop };
}

/** The values of an expression have statistics only from the first analysis after its index is there. */
function analyzed({ change }: CreateAdvice, { engine, traits }: OpenedSource): readonly string[] {
  return change.keys.some((key) => key.expression !== undefined)
    ? texts(engine.render({ kind: 'analyze', table: change.table }, traits))
    : [];
}

/** What to run, and what was seen when it was tried. */
interface Tried {
  readonly sql: readonly string[];
  readonly evidence: readonly Evidence[];
  readonly waits: IndexToCreate['waits'];
}

function toCreate(one: CreateAdvice, tried: Tried, opened: OpenedSource): IndexToCreate {
  const { change, size, why, writeCost, maybeUnique } = one;
  const evidence: readonly Evidence[] = [
    ...(one.required ? [{ kind: 'planned', text: one.why[0] ?? '' } as const] : []),
    ...inUnknownOrder(one, opened, planned(one.serves)),
    ...one.foreignKeys.map(
      ({ table, name }): Evidence => ({
        kind: 'stated',
        text: `the foreign key ${name} of ${qualified(table)} looks here for the rows of a parent that is deleted or changes its key`,
      }),
    ),
    ...tried.evidence,
  ];
  // Where whoever writes has the database to himself, no lock tells it.
  const isAlone = tried.waits === 'nothing' && !opened.traits.writesGoOnWhileIndexed;
  return {
    change,
    definition: definitionOf(change),
    sql: tried.sql,
    bytes: size.bytes,
    ...(size.guessed === undefined ? {} : { bytesGuessedFor: size.guessed }),
    ...(size.rows === undefined ? {} : { rows: size.rows }),
    ...(size.height === undefined ? {} : { height: size.height }),
    serves: one.serves.map(numbered),
    foreignKeys: one.foreignKeys.map(({ table, name }) => `${name} of ${qualified(table)}`),
    why,
    writeCost,
    gainPerSecond: one.gainPerSecond,
    alternatives: one.alternatives.map(({ change: other, ...rest }) => ({ definition: definitionOf(other), ...rest })),
    maybeUnique,
    evidence,
    confidence: confidence(evidence),
    waits: isAlone ? 'writes' : tried.waits,
  };
}

function toDrop(one: DropAdvice, advice: Advice, tried: Tried, opened: OpenedSource): IndexToDrop {
  const { index, table, bytes, proof, why, affected } = one;
  const present = opened.catalog.tables
    .find((known) => known.schema === table.schema && known.name === table.name)
    ?.indexes.find((known) => known.name === index.name);
  const dearer = affected.filter((query) => query.after > query.before * 1.02).length;
  const evidence: readonly Evidence[] = [
    { kind: proof.kind === 'unused' ? 'observed' : 'stated', text: why },
    {
      kind: 'planned',
      text:
        affected.length === 0
          ? `with the advice none of ${count(advice.perQuery.length, 'query')} of the workload uses it in its plan`
          : `${count(affected.length, 'query')} used it; ${dearer === 0 ? 'none becomes dearer by more than 2% without it' : `${count(dearer, 'query')} ${dearer === 1 ? 'becomes' : 'become'} dearer`}, with all of the advice`,
    },
    ...tried.evidence,
  ];
  return {
    table: qualified(table),
    index: qualified(index),
    ...(present ? { definition: definitionOfIndex(table, present) } : {}),
    sql: tried.sql,
    bytes,
    proof,
    why,
    affected: affected.map(numbered),
    writeCost: one.writeCost,
    change: one.change,
    evidence,
    confidence: confidence(evidence),
  };
}

function planned(serves: readonly GainingQuery[]): readonly Evidence[] {
  const [best] = serves;
  if (!best) return [];
  const more = serves.length > 1 ? `; ${count(serves.length - 1, 'more query')} gain by it` : '';
  return [
    {
      kind: 'planned',
      text: `query ${best.query + 1} costs ${figures(best.before)} as things are and ${figures(best.after)} with ${best.gain < (best.before - best.after) * 0.995 ? 'it and others of the advice' : 'it'}, by the planner${more.replace('1 more query gain', '1 more query gains')}`,
    },
  ];
}

/** Summaries of page ranges serve only where rows lie in order: where nobody read that, their plans are presumed, too. */
function inUnknownOrder(
  { change }: CreateAdvice,
  { statistics }: OpenedSource,
  evidence: readonly Evidence[],
): readonly Evidence[] {
  const known = statistics.tables[qualified(change.table)];
  const orderOf = (column: string) =>
    known?.columns[column]?.correlation ?? known?.declared?.columns[column]?.correlation;
  const guessed = change.keys.flatMap(({ column }) =>
    column !== undefined && orderOf(column) === undefined ? [column] : [],
  );
  if (change.method !== 'brin' || guessed.length === 0) return evidence;
  return evidence.map(({ text }) =>
    presumed(`${text}, if the rows lie in the order of ${guessed.join(', ')}: nobody read that`, 'strong'),
  );
}

function numbered<T extends ServedQuery>(served: T): T {
  return { ...served, query: served.query + 1 };
}

function texts(statements: readonly Statement[]): readonly string[] {
  return statements.map((statement) => statement.sql);
}

function interpreted(rehearsal: readonly Rehearsal[]): Pick<Tried, 'evidence' | 'waits'> {
  const failed = rehearsal.find((one) => one.error)?.error;
  // What reads no table is done in an instant.
  const building = rehearsal.filter(({ scanned, rewritten }) => scanned.length + rewritten.length > 0);
  return {
    evidence: failed
      ? [{ kind: 'rehearsed', text: `it fails in the lab: ${failed.message}` }]
      : rehearsalEvidence(rehearsal),
    waits: waitsOf(building.length > 0 ? building : rehearsal),
  };
}
