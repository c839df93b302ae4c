import { readFile } from 'node:fs/promises';
import type { QueryPlan } from '../../catalog/query-plan.ts';
import type { Engine } from '../../engines/engine.ts';
import { type Diagnostic, RelvarError } from '../../findings/error.ts';
import { textOf } from './text-of.ts';

/** A plan from elsewhere, whose it is, and what to tell of the others that came with it. */
export interface GivenPlan {
  readonly plan: QueryPlan;
  readonly engine: Engine;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The plan after `--plan`: a file, or `-` for standard input. Of several, as a log holds them, the slowest is taken.
 * `engines`: whose it may be; where none of them reads it, the first says why.
 * @throws RelvarError
 */
export async function readGivenPlan(
  path: string,
  engines: readonly [Engine, ...Engine[]],
  input: AsyncIterable<Uint8Array>,
): Promise<GivenPlan> {
  const name = path === '-' ? 'standard input' : path;
  const text =
    path === '-'
      ? await textOf(input)
      : await readFile(path, 'utf8').catch((cause: unknown) => {
          throw new RelvarError('plan-not-found', `${path}: the plan cannot be read`, {
            hint: 'check the path after --plan',
            cause,
          });
        });
  const { plans, engine } = await plansOf(text, name, engines);
  const [slowest] = [...plans].sort((a, b) => weight(b) - weight(a));
  if (!slowest)
    throw new RelvarError('bad-plan', `${name}: there is no query plan in it`, { hint: 'give the output of EXPLAIN' });
  if (plans.length === 1) return { plan: slowest, engine, diagnostics: [] };
  return {
    plan: slowest,
    engine,
    diagnostics: [
      {
        severity: 'note',
        code: 'several-plans',
        message: `${name} holds ${plans.length} plans; the slowest is explained`,
      },
    ],
  };
}

async function plansOf(text: string, name: string, [first, ...others]: readonly [Engine, ...Engine[]]) {
  try {
    return { plans: await first.readPlan(text, name), engine: first };
  } catch (error) {
    if (!(error instanceof RelvarError)) throw error;
    for (const engine of others) {
      const plans = await engine.readPlan(text, name).catch((refusal: unknown) => {
        if (refusal instanceof RelvarError) return [];
        throw refusal;
      });
      if (plans.length > 0) return { plans, engine };
    }
    throw error;
  }
}

function weight(plan: QueryPlan): number {
  return plan.executionMilliseconds ?? plan.root.measured?.totalMilliseconds ?? plan.root.totalCost / 1e9;
}
