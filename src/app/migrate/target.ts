import type { Config } from '../../config/config.ts';
import type { Applying, ApplySession } from '../../engines/applying.ts';
import { engineForUrl } from '../../engines/engines.ts';
import { RelvarError } from '../../findings/error.ts';
import type { MigrationPlan } from '../../plan/plan.ts';
import { namedSource } from '../open-source.ts';

/** The database that a plan is to be carried out in, as it was named. */
export interface TargetRequest {
  /** A URL, or the name of an environment. */
  readonly to: string;
  readonly config: Config;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

export interface Target {
  readonly applying: Applying;
  readonly session: ApplySession;
  /** How a command names it: without a password. */
  readonly shown: string;
}

/**
 * Opens the database for the plan.
 * @throws RelvarError when it is none, of another engine, or cannot be opened
 */
export async function openTarget(plan: MigrationPlan, request: TargetRequest): Promise<Target> {
  const source = await namedSource({ ...request, source: request.to, input: noInput() });
  if (source.kind !== 'database') {
    throw new RelvarError('not-a-database', `${request.to} is no database: a plan is carried out in a live one`, {
      hint: 'give a URL, postgres://user@host/database, or the name of an environment',
    });
  }
  const engine = engineForUrl(source.url);
  const { id } = engine;
  const shown = engine.shown(source.url);
  if (id !== plan.engine.id) {
    throw new RelvarError('another-engine', `the plan is for ${plan.engine.id}, and ${shown} is ${id}`, {
      hint: 'plan again for this engine',
    });
  }
  const { applying } = engine;
  const session = await applying.open(source.url);
  return { applying, session, shown: request.to === source.url ? shown : request.to };
}

async function* noInput(): AsyncIterable<Uint8Array> {}
