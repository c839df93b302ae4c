import type { Engine } from '../../engines/engine.ts';
import type { Diagnostic } from '../../findings/error.ts';
import { openSql } from '../open-sql.ts';
import type { OpenedSource } from '../opened-source.ts';

export interface DesignWorld {
  readonly now: Date;
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
  /** Milliseconds of a clock that only goes forward. */
  readonly clock: () => number;
}

/** Loads a script that was written here into a lab of its own. What the engine refuses of it is a bug of ours. */
export async function openScript(
  script: string,
  engine: Engine,
  target: string | undefined,
  world: DesignWorld,
): Promise<OpenedSource> {
  const opened = await tryScript(script, engine, target, world);
  if (!isRefused(opened)) return opened;
  throw new Error(`the designed schema does not load: ${faultText(opened)}`);
}

/** What the engine refuses of a script first. */
export type Refused = Diagnostic & { readonly severity: 'error' };

export function isRefused(one: OpenedSource | Refused): one is Refused {
  return 'severity' in one;
}

export function faultText({ line, message }: Refused): string {
  return `schema.sql:${line ?? '?'}: ${message}`;
}

/** Loads a script into a lab of its own, or tells what of it the engine refuses. */
export async function tryScript(
  script: string,
  engine: Engine,
  target: string | undefined,
  { signal, progress }: DesignWorld,
): Promise<OpenedSource | Refused> {
  async function* text(): AsyncGenerator<string> {
    yield script;
  }
  const opened = await openSql(
    { kind: 'file', name: 'schema.sql', files: [{ name: 'schema.sql', read: text }], diagnostics: [] },
    {
      source: 'schema.sql',
      config: { engine: engine.id },
      environment: {},
      input: (async function* (): AsyncGenerator<Uint8Array> {})(),
      volumes: [],
      signal,
      progress,
      textOrder: 'linguistic',
      ...(target === undefined ? {} : { target }),
    },
  );
  const failed = opened.diagnostics.find((one): one is Refused => one.severity === 'error');
  if (!failed) return opened;
  await opened.close();
  return failed;
}
