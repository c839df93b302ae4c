import { type ExportContext, ended, limitStatements, type Migration, piecesFor } from './migration.ts';
import { headOf, paired, type Script, scriptsOf } from './sql-script.ts';

/** One file's worth of a migration, for tools that want every statement outside transactions in a file of its own. */
export interface PairedPart {
  /** The migration's slug, with a number where it has several parts. */
  readonly slug: string;
  readonly head: string;
  readonly up: Script | undefined;
  readonly down: Script | undefined;
}

/** The migrations of a stage in such parts, in their order; and how many parts the stages before have. */
export function partsOf(
  migrations: readonly Migration[],
  before: readonly Migration[],
  context: ExportContext,
): { readonly parts: readonly PairedPart[]; readonly first: number } {
  const of = (migration: Migration) => partsOfOne(migration, context);
  return { parts: migrations.flatMap(of), first: 1 + before.flatMap(of).length };
}

function partsOfOne(migration: Migration, context: ExportContext): readonly PairedPart[] {
  const pairs = paired(scriptsOf(context, migration, 'up'), scriptsOf(context, migration, 'down'));
  return pairs.map(({ up, down }, at) => ({
    slug: pairs.length === 1 ? migration.slug : `${migration.slug}_${at + 1}`,
    head: headOf(migration, unsaid(migration, context)),
    up,
    down,
  }));
}

/** What has no place in a file that holds one statement. */
function unsaid(migration: Migration, context: ExportContext): readonly string[] {
  const alone = piecesFor(migration, 'up').filter((piece) => piece.kind === 'alone');
  const before = alone.flatMap((piece) => piece.before);
  const limits = alone.slice(0, 1).flatMap((piece) => limitStatements(context, piece.precautions, false));
  return [
    ...(before.length === 0 ? [] : [`When it was broken off, first run: ${before.map(ended).join(' ')}`]),
    ...(limits.length === 0
      ? []
      : [`Set for the role, as only one statement may stand here: ${limits.map(ended).join(' ')}`]),
  ];
}
