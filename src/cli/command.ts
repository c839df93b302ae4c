import type { Config } from '../config/config.ts';

/** What a command may touch of the world: handed in, so that tests can run it. */
export interface Io {
  /** Data goes here. */
  readonly out: (data: string | Uint8Array) => void;
  /** Progress and complaints go here. */
  readonly error: (text: string) => void;
  /** Standard input as bytes, read only by a command that asks for it. */
  readonly input: AsyncIterable<Uint8Array>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly now: Date;
  /** Colours on standard output. */
  readonly colour: boolean;
  /** True when progress may be drawn over itself on standard error. */
  readonly progress: boolean;
  /** Ended when the user interrupts. */
  readonly signal: AbortSignal;
  /** Asks the person at the terminal for a line; absent where nobody is there. */
  readonly ask?: (question: string) => Promise<string>;
  /** Said by a command that needs time to end in good order when the user interrupts. */
  readonly takesTime?: () => void;
}

export interface Argument {
  readonly name: string;
  readonly summary: string;
  readonly required: boolean;
}

export interface Flag {
  /** `--format`; `-o` is given as `short`. */
  readonly name: string;
  readonly short?: string;
  /** The value's name in the help, for a flag that takes one: `file`. */
  readonly value?: string;
  readonly summary: string;
  /** May be given more than once; the values come as a list. */
  readonly repeat?: true;
  readonly choices?: readonly string[];
}

/** The values of flags by name without dashes: text, a list of repeated ones, or true. */
export type FlagValues = Readonly<Record<string, string | readonly string[] | true | undefined>>;

export interface Example {
  readonly command: string;
  readonly does: string;
}

/** One command: its help, its page in docs/commands and the shell completion are made from this. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  readonly arguments: readonly Argument[];
  readonly flags: readonly Flag[];
  readonly examples: readonly Example[];
  /** Exit code: 0 done, 1 findings at or above the limit, 2 could not run. Throws a RelvarError for bad input. `all` are all commands. */
  run(values: readonly string[], flags: FlagValues, io: Io, all: readonly Entry[]): Promise<number>;
}

/** Commands under one word, `relvar migrate plan`: they share a page. */
export interface CommandGroup {
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  /** In the order of the help. */
  readonly commands: readonly Command[];
}

/** What may stand after `relvar`. */
export type Entry = Command | CommandGroup;

export function defineCommand(command: Command): Command {
  return command;
}

export function isGroup(entry: Entry): entry is CommandGroup {
  return 'commands' in entry;
}

/** Commands with all words after `relvar`: `migrate plan`. */
export function withPaths(entries: readonly Entry[]): readonly { readonly path: string; readonly command: Command }[] {
  return entries.flatMap((entry) =>
    isGroup(entry)
      ? entry.commands.map((command) => ({ path: `${entry.name} ${command.name}`, command }))
      : [{ path: entry.name, command: entry }],
  );
}

/** A flag's single value. */
export function textFlag(flags: FlagValues, name: string): string | undefined {
  const value = flags[name];
  return typeof value === 'string' ? value : undefined;
}

/** A repeated flag's values as they are: a path or a value may hold commas. */
export function repeatedFlag(flags: FlagValues, name: string): readonly string[] {
  const value = flags[name];
  return typeof value === 'string' ? [value] : Array.isArray(value) ? (value as readonly string[]) : [];
}

/** The queries of a command that can use them: the same inputs everywhere. */
export const workloadFlag: Flag = {
  name: '--workload',
  value: 'input',
  summary:
    'the queries, from all that relvar workload reads (default: queries.sql beside the schema, or what the server counted)',
  repeat: true,
};

/** Of commands that read a schema: it stands over the configuration's. */
export const engineFlag: Flag = {
  name: '--engine',
  value: 'engine',
  summary: 'whose SQL a file is, where it does not tell: postgres, sqlite, mysql or mariadb',
};

/** For commands that compare schemas. */
export const ownersFlag: Flag = {
  name: '--owners',
  summary: 'compare owners, too: ALTER … OWNER TO for what is to belong to another role',
};

/** For commands that change the types of columns. */
export const timeZoneFlag: Flag = {
  name: '--time-zone',
  value: 'zone',
  summary: 'the zone that times without one are in, where a column gets or loses it (default: UTC)',
};

/** The configuration with what `--engine` says. */
export function withEngine(config: Config, flags: FlagValues): Config {
  const engine = textFlag(flags, 'engine');
  return engine === undefined ? config : { ...config, engine };
}

/** A repeated flag's values, each of which may also be a list with commas. */
export function listFlag(flags: FlagValues, name: string): readonly string[] {
  const value = flags[name];
  const values = typeof value === 'string' ? [value] : Array.isArray(value) ? (value as readonly string[]) : [];
  return values
    .flatMap((one) => one.split(','))
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

/** Draws one line over itself on a terminal of 80 columns; says nothing elsewhere. */
export function progressOn(io: Io): (text: string) => void {
  return io.progress ? (text) => io.error(`\r\u001b[K${text.slice(0, 78)}…`) : () => {};
}

/** Takes the line of progress away. */
export function clearProgress(io: Io): void {
  if (io.progress) io.error('\r\u001b[K');
}
