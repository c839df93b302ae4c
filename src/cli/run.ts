import { CommanderError, Option, Command as Program } from 'commander';
import { RelvarError } from '../findings/error.ts';
import { version } from '../version.ts';
import { type Command, type CommandGroup, type FlagValues, type Io, isGroup } from './command.ts';
import { commands } from './commands.ts';
import { flagText } from './page.ts';

/** Runs the command line and returns the exit code: 0 done, 1 findings at or above the limit, 2 could not run, 3 people have to act. */
export async function runCli(argv: readonly string[], io: Io): Promise<number> {
  let code = 0;
  const program = new Program('relvar')
    .description('The workbench for relational schemas: every piece of advice is proven on a real engine.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .showHelpAfterError('(relvar --help shows what there is)')
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: io.error, getOutHelpWidth: () => 80, getErrHelpWidth: () => 80 });
  const add = (to: Program, command: Command) =>
    to.addCommand(
      declare(program, command, async (values, flags) => {
        code = await command.run(values, flags, io, commands);
      }),
    );
  for (const entry of commands) {
    if (!isGroup(entry)) add(program, entry);
    else {
      const group = declareGroup(program, entry);
      for (const command of entry.commands) add(group, command);
      program.addCommand(group);
    }
  }
  if (argv.length === 0) {
    io.error(program.helpInformation());
    return 2;
  }
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (io.signal.aborted) {
      io.error('relvar: interrupted; nothing was written\n');
      return 130;
    }
    if (error instanceof RelvarError) {
      io.error(`relvar: ${error.message}${error.hint === undefined ? '' : ` — ${error.hint}`}\n`);
      return 2;
    }
    io.error(`relvar: a bug in relvar, please report it\n${error instanceof Error ? error.stack : String(error)}\n`);
    return 2;
  }
}

function declareGroup(program: Program, group: CommandGroup): Program {
  return new Program(group.name)
    .copyInheritedSettings(program)
    .summary(group.summary)
    .description(group.description)
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command');
}

function declare(
  program: Program,
  command: Command,
  run: (values: readonly string[], flags: FlagValues) => Promise<void>,
): Program {
  const declared = new Program(command.name)
    .copyInheritedSettings(program)
    .summary(command.summary)
    .description(command.description)
    .helpOption('-h, --help', 'show help')
    .addHelpText('after', examples(command));
  for (const argument of command.arguments) {
    declared.argument(argument.required ? `<${argument.name}>` : `[${argument.name}]`, argument.summary);
  }
  for (const flag of command.flags) {
    const option = new Option(flagText(flag), flag.summary);
    if (flag.choices) option.choices(flag.choices);
    if (flag.repeat) option.argParser((value: string, before: string[] | undefined) => [...(before ?? []), value]);
    declared.addOption(option);
  }
  return declared.action(async () => {
    const values = declared.opts<Readonly<Record<string, string | string[] | boolean | undefined>>>();
    const flags = command.flags.map(({ name }) => [name.slice(2), given(values, name)] as const);
    await run(declared.args, Object.fromEntries(flags));
  });
}

/** Commander takes `--no-values` for `values`, false. */
function given(
  values: Readonly<Record<string, string | string[] | boolean | undefined>>,
  name: string,
): string | string[] | true | undefined {
  const value = name.startsWith('--no-')
    ? values[camelCase(name.slice(5))] === false
    : values[camelCase(name.slice(2))];
  return value === false ? undefined : value;
}

function camelCase(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function examples(command: Command): string {
  if (command.examples.length === 0) return '';
  return `\nExamples:\n${command.examples.map((example) => `  ${example.command}\n      ${example.does}`).join('\n')}\n`;
}
