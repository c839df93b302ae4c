import { type Config, configPath } from '../../config/config.ts';
import { readIntents } from '../../config/intents.ts';
import { parseSpan } from '../../config/span.ts';
import { parseTimeZone } from '../../config/time-zone.ts';
import { parseRows, readVolumes, type Volumes } from '../../config/volumes.ts';
import type { PlanMode } from '../../engines/procedure.ts';
import type { Diagnostic } from '../../findings/error.ts';
import type { MigrationPlan } from '../../plan/plan.ts';
import { readAnswers } from '../diff/answers.ts';
import { openPair } from '../open-pair.ts';
import type { OpenRequest } from '../open-source.ts';
import { requireWhole, serverNotes, unreadNotes, unreadOf } from '../unread.ts';
import { openScratch } from './open-scratch.ts';
import { planBetween } from './plan-between.ts';
import { ratesOf } from './rates.ts';

/** A plan as the command line and the API ask for it. */
export interface PlanRequest {
  readonly from: string;
  readonly to: string;
  readonly config: Config;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly input: AsyncIterable<Uint8Array>;
  readonly now: Date;
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
  /** `orders=50M` each. */
  readonly rows: readonly string[];
  readonly volumes: string | undefined;
  readonly mode: PlanMode;
  /** The major version that the statements are for. */
  readonly target: string | undefined;
  /** `old=new` each. */
  readonly renames: readonly string[];
  /** `old` each: dropped, and not renamed. */
  readonly drops: readonly string[];
  /** A file of answers. */
  readonly answers: string | undefined;
  /** `scan=250M` each. */
  readonly rates: readonly string[];
  /** The URL of a server on which rates are measured, or `lab`. */
  readonly calibrate: string | undefined;
  /** `7d`, `12h`. */
  readonly quarantine: string | undefined;
  /** The name of the zone that times without one are in. */
  readonly timeZone: string | undefined;
  /** Owners are compared, too. */
  readonly owners?: boolean | undefined;
  /** A file that says what two schemas cannot tell. */
  readonly intents: string | undefined;
  /** The URL of a server in whose scratch database the steps are rehearsed. */
  readonly lab: string | undefined;
  /** Statements of the schemas that cannot be loaded are told in the plan, and what they make is taken for missing. */
  readonly despiteErrors: boolean;
}

export interface PlanResult {
  readonly plan: MigrationPlan;
  readonly diagnostics: readonly Diagnostic[];
  /** Of a plan that does not work: whether one in plain forms does. */
  readonly wayOut?: string;
}

/**
 * Compares two schemas, lays down the steps from one to the other, and rehearses them in the lab.
 * @throws RelvarError for every kind of bad input
 */
export async function planCommand(request: PlanRequest): Promise<PlanResult> {
  const known = await ratesOf(request.config, request.rates, request.calibrate);
  const quarantineSeconds =
    request.quarantine === undefined ? undefined : parseSpan(request.quarantine, '--quarantine', 'bad-quarantine');
  const timeZone = request.timeZone === undefined ? undefined : parseTimeZone(request.timeZone);
  const volumes = await declaredVolumes(request);
  const { target: version, ...given } = request;
  const target = version === undefined ? {} : { target: version };
  let roles: ReadonlySet<string> | undefined;
  const alsoAsk: OpenRequest['alsoAsk'] = async (connection, _, engine) => {
    roles = await engine.migrations.readRoles?.(connection);
  };
  const { from, to } = await openPair(
    { ...given, ...target, source: request.from, volumes, mayBeEmpty: true, alsoAsk },
    { ...given, ...target, source: request.to, volumes: [] },
  );
  try {
    const unread = unreadOf(from, to);
    if (!request.despiteErrors) requireWhole(unread);
    const told = await readAnswers(request, from.catalog, from.traits.defaultSchema);
    const intents = request.intents === undefined ? [] : await readIntents(request.intents);
    const scratch = request.lab === undefined ? undefined : await openScratch(request.lab, from, request.signal);
    try {
      const planned = await planBetween(from, to, {
        ...given,
        timeZone,
        told,
        intents,
        roles,
        known,
        rehearsesUndos: true,
        ...(scratch ? { scratch } : {}),
        ...(quarantineSeconds === undefined ? {} : { quarantineSeconds }),
      });
      const plan = {
        ...planned.plan,
        notes: [...unreadNotes(unread), ...serverNotes(from, to), ...planned.plan.notes],
      };
      return { ...planned, plan, diagnostics: [...from.diagnostics, ...to.diagnostics] };
    } finally {
      await scratch?.close();
    }
  } finally {
    await Promise.all([from.close(), to.close()]);
  }
}

async function declaredVolumes({ volumes, config, rows }: PlanRequest): Promise<readonly Volumes[]> {
  const file = volumes ?? (config.volumes && configPath(config, config.volumes));
  return [...(file === undefined ? [] : [await readVolumes(file)]), ...(rows.length > 0 ? [parseRows(rows)] : [])];
}
