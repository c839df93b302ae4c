import type { Engine } from '../engines/engine.ts';
import { latest } from '../engines/engines.ts';
import { RelvarError } from '../findings/error.ts';

/** A form that a server is too old for. */
export interface NewerForm {
  readonly what: string;
  /** The first version that has it. */
  readonly version: number;
  /** The statement that has the form, its first line. */
  readonly statement: string;
}

/** The forms in statements that a server of the version does not know, each once: read by the same facts as migrations. */
export async function newerForms(
  engine: Engine,
  version: string,
  statements: readonly string[],
): Promise<readonly NewerForm[]> {
  const major = Number.parseInt(version, 10);
  // Programs that bring a library along have a version of their own.
  if (engine.traits(version).embeddedInPrograms || major >= Number.parseInt(latest(engine), 10)) return [];
  const read = await engine.migrations.openReader();
  const found = new Map<string, NewerForm>();
  for (const sql of statements) {
    const { since } = read(sql);
    if (!since || since.version <= major || found.has(since.what)) continue;
    const [statement = ''] = sql.split('\n');
    found.set(since.what, { ...since, statement });
  }
  return [...found.values()];
}

/** As sentences. */
export function newerNotes(forms: readonly NewerForm[], target: string): readonly string[] {
  return forms.map(
    ({ what, version, statement }) => `${target} does not have ${what}, which needs ${version} (${statement} …).`,
  );
}

/**
 * Refuses statements that the server cannot run, before any is written.
 * @throws RelvarError `newer-server-needed`
 */
export function requireKnown(forms: readonly NewerForm[], target: string): void {
  const [first] = forms;
  if (!first) return;
  const told = forms.map(({ what, version }) => `${what} (needs ${version})`).join(', ');
  throw new RelvarError(
    'newer-server-needed',
    `${target} does not have what is asked for: ${told}: ${first.statement} …`,
    {
      hint: 'name a newer server with --target, or write it in a form that this one has',
    },
  );
}
