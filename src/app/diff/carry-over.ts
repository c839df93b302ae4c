import type { Config } from '../../config/config.ts';
import { lossLines } from '../../output/convert.ts';
import { converted } from '../convert-command.ts';
import { openSql } from '../open-sql.ts';
import type { OpenedSource } from '../opened-source.ts';

/** A source as another engine would have it, and what could not be carried over. */
export interface CarriedOver {
  readonly opened: OpenedSource;
  readonly notes: readonly string[];
}

export interface CarryOverRequest {
  readonly config: Config;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly input: AsyncIterable<Uint8Array>;
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
}

/** Converts a source for the engine of another and loads it there; nothing where that engine takes none of others. */
export async function carriedOver(
  from: OpenedSource,
  { engine, traits, version }: OpenedSource,
  request: CarryOverRequest,
): Promise<CarriedOver | undefined> {
  const { receiving } = engine;
  if (!receiving) return undefined;
  const { name } = from.source;
  const conversion = await converted(from, engine, receiving, traits, request);
  async function* text(): AsyncGenerator<string> {
    yield conversion.statements.map((sql) => `${sql};\n`).join('');
  }
  const opened = await openSql(
    { kind: 'file', name, files: [{ name, read: text }], diagnostics: [] },
    {
      ...request,
      source: name,
      volumes: [],
      config: { ...request.config, engine: engine.id },
      ...(engine.versions.includes(version) ? { target: version } : {}),
    },
  );
  return {
    opened,
    notes: [
      `${name} is of ${from.traits.name}: it was converted for ${traits.name} before it was compared`,
      ...lossLines(conversion.losses).map((line) => `not carried over: ${line}`),
    ],
  };
}
