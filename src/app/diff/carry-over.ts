import type { Catalog } from '../../catalog/catalog.ts';
import type { Config } from '../../config/config.ts';
import { likened } from '../../convert/liken.ts';
import { isVersionOf } from '../../engines/engines.ts';
import { lossLines } from '../../output/convert.ts';
import { count } from '../../output/words.ts';
import { converted, takenOver } from '../convert-command.ts';
import { openSql } from '../open-sql.ts';
import type { OpenedSource } from '../opened-source.ts';

/** A source as another engine would have it, and what could not be carried over. */
export interface CarriedOver {
  readonly opened: OpenedSource;
  readonly notes: readonly string[];
  /** A catalog of either as far as both are held to it. */
  readonly comparable: (catalog: Catalog) => Catalog;
}

export interface CarryOverRequest {
  readonly config: Config;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly input: AsyncIterable<Uint8Array>;
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
}

/** Converts a source for the engine, or the product, of another and loads it there; nothing where both are of one. */
export async function carriedOver(
  from: OpenedSource,
  { engine, traits, version, catalog }: OpenedSource,
  request: CarryOverRequest,
): Promise<CarriedOver | undefined> {
  const { name } = from.source;
  const receiving = engine.receiving(version);
  let alike = { names: 0, types: 0 };
  const conversion =
    from.engine.id === engine.id
      ? await takenOver(from, engine, version, request)
      : await converted(from, engine, version, {
          ...request,
          adjusted: (made) => {
            const found = likened(made, catalog, { receiving, from: from.traits });
            alike = found;
            return found.catalog;
          },
        });
  if (!conversion) return undefined;
  const { statements } = conversion;
  async function* text(): AsyncGenerator<string> {
    yield statements.map((sql) => `${sql};\n`).join('');
  }
  const opened = await openSql(
    { kind: 'file', name, files: [{ name, read: text }], diagnostics: [] },
    {
      ...request,
      source: name,
      volumes: [],
      config: { ...request.config, engine: engine.id },
      ...(isVersionOf(engine, version) ? { target: version } : {}),
    },
  );
  return {
    opened,
    comparable: from.engine.id === engine.id ? (one) => one : withoutCollations,
    notes: [
      `${name} is of ${from.traits.name}: it was converted for ${traits.name} before it was compared`,
      ...(alike.names > 0
        ? [`names are compared without case and underscores: ${count(alike.names, 'name')} differ in nothing else`]
        : []),
      ...(alike.types > 0
        ? [
            `${count(alike.types, 'type')} that both engines have under other names, or in one width, are taken for the same`,
          ]
        : []),
      ...lossLines(conversion.losses).map((line) => `not carried over: ${line}`),
    ],
  };
}

/** A catalog as far as engines have the same: each compares texts by collations of its own. */
function withoutCollations(catalog: Catalog): Catalog {
  return {
    ...catalog,
    tables: catalog.tables.map((table) => {
      const { collation: _, ...options } = table.options;
      return {
        ...table,
        options,
        columns: table.columns.map(({ collation: __, ...column }) => column),
        indexes: table.indexes.map((index) => ({
          ...index,
          keys: index.keys.map(({ collation: ___, ...key }) => key),
        })),
      };
    }),
  };
}
