import type { Change } from '../catalog/change.ts';
import { qualified } from '../catalog/names.ts';
import type { IndexStatistics, Statistics } from '../catalog/statistics.ts';
import type { SupposedSize } from '../engines/sizes.ts';
import type { Lab, PlannedQuery, PlanRequest, Supposition } from '../lab/lab.ts';
import type { RemedyIdea, Symptom } from './sign.ts';

/** A query in another form that was run beside the original and agreed. */
export interface TestedRewrite {
  readonly id: string;
  readonly title: string;
  readonly sql: string;
  /** How it was tested, in a sentence. */
  readonly tested: string;
}

/** Something to be tried: a state of the schema, a form of the query, settings. */
export interface Attempt {
  readonly title: string;
  readonly kind: 'change' | 'statistics' | 'rewrite' | 'setting';
  readonly signs: readonly string[];
  readonly changes: readonly Change[];
  readonly rewrite?: TestedRewrite;
  readonly setting?: { readonly name: string; readonly value: string };
}

export interface Tried {
  readonly attempt: Attempt;
  readonly planned?: PlannedQuery;
  /** Why the lab could not plan it. */
  readonly error?: string;
  /** Bytes of the indexes that it makes, by the size model. */
  readonly bytes: number;
  /** Expressions for whose unknown values that is a guess. */
  readonly guessed: readonly string[];
}

/** The size of an index to be made, by the engine's size model. */
export type SizeOf = (change: Change, statistics: Statistics) => SupposedSize | undefined;

/** Planner settings whose change alters what a cost means: plans under them cannot be compared by cost. */
const costSettings = /_cost$|^effective_cache_size$|^jit|_limit$/;

/** What the symptoms suggest and a planner can judge, each once, in their order. */
export function attemptsOf(
  symptoms: readonly (Symptom & { readonly sign: string })[],
  rewrites: readonly TestedRewrite[],
): readonly Attempt[] {
  const attempts = new Map<string, Attempt>();
  const add = (key: string, attempt: Attempt) => {
    const known = attempts.get(key);
    const signs = [...new Set([...(known?.signs ?? []), ...attempt.signs])];
    attempts.set(key, { ...(known ?? attempt), signs });
  };
  for (const { sign, remedies } of symptoms) {
    for (const idea of remedies) {
      const attempt = attemptOf(idea, sign, rewrites);
      if (attempt) add(keyOf(attempt), attempt);
    }
  }
  // A form that passed its test is tried even where no sign asked for it.
  for (const rewrite of rewrites) {
    const attempt: Attempt = { title: rewrite.title, kind: 'rewrite', signs: [], changes: [], rewrite };
    add(keyOf(attempt), attempt);
  }
  return [...attempts.values()];
}

function attemptOf(idea: RemedyIdea, sign: string, rewrites: readonly TestedRewrite[]): Attempt | undefined {
  switch (idea.kind) {
    case 'change':
      return { title: idea.title, kind: 'change', signs: [sign], changes: idea.changes };
    case 'rewrite': {
      const rewrite = rewrites.find((one) => one.id === idea.rewrite);
      return rewrite && { title: rewrite.title, kind: 'rewrite', signs: [sign], changes: [], rewrite };
    }
    case 'setting':
      return costSettings.test(idea.name)
        ? undefined
        : {
            title: `${idea.name} = ${idea.value}`,
            kind: 'setting',
            signs: [sign],
            changes: [],
            setting: { name: idea.name, value: idea.value },
          };
    default:
      // Statistics change what costs mean, upkeep is not the schema's: both are told as advice.
      return undefined;
  }
}

/** What is told as advice, because no planner can be asked, or its costs could not be compared. */
export function adviceOf(
  symptoms: readonly (Symptom & { readonly sign: string })[],
  render: (change: Change) => readonly string[],
): readonly { readonly sign: string; readonly text: string }[] {
  const told = new Map<string, { readonly sign: string; readonly text: string }>();
  const add = (sign: string, text: string) => {
    if (!told.has(text)) told.set(text, { sign, text });
  };
  for (const { sign, remedies } of symptoms) {
    for (const idea of remedies) {
      if (idea.kind === 'advice') add(sign, idea.text);
      else if (idea.kind === 'statistics' || idea.kind === 'maintenance')
        add(sign, `${idea.title}: ${idea.changes.flatMap(render).join(' ')}`);
      else if (idea.kind === 'setting' && costSettings.test(idea.name))
        add(sign, `SET ${idea.name} = '${idea.value}': ${idea.why}`);
    }
  }
  return [...told.values()];
}

/** Equal for attempts that do the same, whatever they call their indexes. */
function keyOf(attempt: Attempt): string {
  return JSON.stringify([
    attempt.changes.map((change) => ({ ...change, name: undefined })),
    attempt.rewrite?.id,
    attempt.setting,
  ]);
}

/** Attempts together, as one. */
export function combined(first: Attempt, second: Attempt): Attempt {
  const rewrite = second.rewrite ?? first.rewrite;
  const setting = first.setting ?? second.setting;
  return {
    title: `${first.title}, and ${second.title}`,
    kind: first.kind === second.kind ? first.kind : rewrite ? 'rewrite' : 'change',
    signs: [...new Set([...first.signs, ...second.signs])],
    changes: [...first.changes, ...second.changes],
    ...(rewrite ? { rewrite } : {}),
    ...(setting ? { setting } : {}),
  };
}

/** Plans the query as the attempt has it, at the sizes of these statistics. */
export async function tryOut(
  attempt: Attempt,
  request: PlanRequest,
  lab: Lab,
  statistics: Statistics,
  sizeOf: SizeOf,
): Promise<Tried> {
  const { supposition, ...size } = supposed(attempt.changes, statistics, sizeOf);
  const asked: PlanRequest = {
    ...request,
    ...(attempt.rewrite ? { sql: attempt.rewrite.sql } : {}),
    ...(attempt.setting ? { settings: { ...request.settings, [attempt.setting.name]: attempt.setting.value } } : {}),
  };
  const [planned] = await lab.suppose(supposition, [asked]);
  if (planned === undefined) throw new Error('the lab gave no answer');
  return 'error' in planned ? { attempt, error: planned.error, ...size } : { attempt, planned, ...size };
}

/** The state that changes make, with the sizes of the indexes that come with it. */
function supposed(
  changes: readonly Change[],
  statistics: Statistics,
  sizeOf: SizeOf,
): { readonly supposition: Supposition } & Pick<Tried, 'bytes' | 'guessed'> {
  const indexes: Record<string, IndexStatistics> = {};
  const guessed: string[] = [];
  for (const change of changes) {
    if (change.kind !== 'create index') continue;
    const size = sizeOf(change, statistics);
    guessed.push(...(size?.guessed ?? []));
    if (size) indexes[qualified({ schema: change.table.schema, name: change.name })] = size;
  }
  const without = changes.flatMap((change) => (change.kind === 'drop index' ? [qualified(change.index)] : []));
  return {
    supposition: {
      changes: changes.filter((change) => change.kind !== 'drop index'),
      without,
      statistics: { indexes },
    },
    guessed,
    bytes: Object.values(indexes).reduce((sum, one) => sum + one.bytes, 0),
  };
}
