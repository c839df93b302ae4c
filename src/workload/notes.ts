/** What can be wrong with an input, or worth knowing of it. */
export type NoteKind =
  | 'line of another program'
  | 'message in another language'
  | 'line cut short'
  | 'record too long'
  | 'message whose lines are not all there'
  | 'times without a year'
  | 'counted until the file was last written'
  | 'bytes that are no text'
  | 'line that is not UTF-8, read as Windows-1252'
  | 'clock went back'
  | 'unknown time zone'
  | 'statement that failed'
  | 'row that cannot be read'
  | 'comment not understood'
  | 'archive cut short'
  | 'prefix not understood'
  | 'text that only looks like SQL'
  | 'file left out';

/** One kind, counted, with the place of the first. */
export interface Note {
  readonly kind: NoteKind;
  readonly count: number;
  readonly file: string;
  /** From 1. */
  readonly line?: number;
  readonly detail?: string;
}

export interface Notes {
  readonly note: (kind: NoteKind, file: string, more?: { readonly line?: number; readonly detail?: string }) => void;
  readonly all: () => readonly Note[];
}

/** Counts what is told, by kind and file. */
export function takeNotes(): Notes {
  const notes = new Map<string, { note: Omit<Note, 'count'>; count: number }>();
  return {
    note(kind, file, more = {}) {
      const key = `${kind}\n${file}`;
      const known = notes.get(key);
      if (known) known.count++;
      else notes.set(key, { note: { kind, file, ...more }, count: 1 });
    },
    all: () => [...notes.values()].map(({ note, count }) => ({ ...note, count })),
  };
}
