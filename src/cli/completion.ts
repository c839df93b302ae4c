import type { Command } from './command.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** A script that completes commands, flags and their choices; `eval "$(relvar completion bash)"`. */
export function completionScript(shell: Shell, commands: readonly Command[]): string {
  if (shell === 'fish') return fish(commands);
  const bash = `_relvar() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} words=""
  case "\${COMP_WORDS[1]} $previous" in
${commands.flatMap(choiceCases).join('\n')}
  esac
  if [ -z "$words" ]; then
    if [ "$COMP_CWORD" -eq 1 ]; then words="${commands.map((command) => command.name).join(' ')} help"
    else case "\${COMP_WORDS[1]}" in
${commands.map((command) => `      ${command.name}) words="${flagNames(command).join(' ')}";;`).join('\n')}
    esac; fi
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  [ "\${#COMPREPLY[@]}" -gt 0 ] || COMPREPLY=($(compgen -f -- "$current"))
}
complete -o filenames -F _relvar relvar
`;
  return shell === 'zsh' ? `autoload -U +X bashcompinit && bashcompinit\n${bash}` : bash;
}

function flagNames(command: Command): readonly string[] {
  return [
    ...command.flags.flatMap((flag) => (flag.short === undefined ? [flag.name] : [flag.short, flag.name])),
    '--help',
  ];
}

function choiceCases(command: Command): readonly string[] {
  return command.flags.flatMap((flag) =>
    flag.choices ? [`    "${command.name} ${flag.name}") words="${flag.choices.join(' ')}";;`] : [],
  );
}

function fish(commands: readonly Command[]): string {
  const quoted = (text: string) => `'${text.replaceAll("'", "\\'")}'`;
  const lines = commands.flatMap((command) => [
    `complete -c relvar -n __fish_use_subcommand -a ${command.name} -d ${quoted(command.summary)}`,
    ...command.flags.map((flag) => {
      const short = flag.short === undefined ? '' : ` -s ${flag.short.slice(1)}`;
      const values = flag.choices ? ` -x -a ${quoted(flag.choices.join(' '))}` : flag.value === undefined ? '' : ' -r';
      return `complete -c relvar -n '__fish_seen_subcommand_from ${command.name}' -l ${flag.name.slice(2)}${short}${values} -d ${quoted(flag.summary)}`;
    }),
  ]);
  return `${lines.join('\n')}\n`;
}
