import type { ScriptCommand } from './script.ts';

/** What psql's own commands do to the statements around them. */
export interface Psql {
  /** Reads a command with its backslash. */
  command(line: string): {
    readonly command?: Pick<ScriptCommand, 'name' | 'argument'>;
    /** True when it sends the statement before it, as a semicolon does. */
    readonly sends: boolean;
  };
  /** True in the branch of an `\if` that is not taken. */
  skipping(): boolean;
}

const sends = new Set(['g', 'gx', 'gset', 'gdesc', 'gexec', 'crosstabview', 'watch']);
const names: Readonly<Record<string, ScriptCommand['name']>> = {
  c: 'connect',
  connect: 'connect',
  i: 'include',
  include: 'include',
  ir: 'include_relative',
  include_relative: 'include_relative',
  gexec: 'gexec',
};

/** Variables are not known here: an `\if` is taken as true unless it says false in so many words. */
export function newPsql(): Psql {
  const branches: { skipped: boolean; taken: boolean }[] = [];
  const skipping = (): boolean => branches.some((branch) => branch.skipped);
  return {
    skipping,
    command(line) {
      const [, name = '', argument = ''] = /^\\([a-z_]+)\s*(.*?)\s*$/.exec(line) ?? [];
      const open = branches.at(-1);
      if (name === 'if') {
        const skipped = /^(?:false|off|no|0)$/i.test(argument);
        branches.push({ skipped, taken: !skipped });
      } else if ((name === 'elif' || name === 'else') && open) {
        open.skipped = open.taken;
        open.taken = true;
      } else if (name === 'endif') branches.pop();
      const known = skipping() ? undefined : names[name];
      return { sends: sends.has(name), ...(known === undefined ? {} : { command: { name: known, argument } }) };
    },
  };
}
