import type { Workload } from '../src/catalog/workload.ts';
import { type Grouping, openGrouping, type Totals } from '../src/workload/group.ts';
import { type Note, takeNotes } from '../src/workload/notes.ts';
import { inputReader, type ReadInput } from '../src/workload/read-inputs.ts';

export interface Gathered {
  readonly workload: Workload;
  readonly totals: Totals;
  readonly notes: readonly Note[];
  readonly inputs: readonly ReadInput[];
  readonly prefix: string | undefined;
  readonly grouping: Grouping;
}

/** Reads files as `relvar workload` does. */
export async function gather(
  files: readonly string[],
  options: { readonly values?: boolean; readonly prefix?: string; readonly database?: string } = {},
): Promise<Gathered> {
  const { values = true, ...rest } = options;
  const notes = takeNotes();
  const grouping = await openGrouping({ values });
  const reader = inputReader(grouping, notes, {
    signal: new AbortController().signal,
    progress: () => {},
    ...rest,
  });
  const inputs: ReadInput[] = [];
  for (const file of files) inputs.push(await reader.read(file));
  reader.finish();
  return {
    workload: grouping.workload(),
    totals: grouping.totals(),
    notes: notes.all(),
    inputs,
    prefix: reader.prefix(),
    grouping,
  };
}
