import { type Command, type Entry, isGroup, withPaths } from './command.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** A script that completes commands, flags and their choices; `eval "$(relvar completion bash)"`. */
export function completionScript(shell: Shell, entries: readonly Entry[]): string {
  if (shell === 'fish') return fish(entries);
  const groups = entries.filter(isGroup);
  const commands = withPaths(entries);
  const bash = `_relvar() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} words="" path=\${COMP_WORDS[1]}
  case "$path" in
    ${groups.length === 0 ? "''" : groups.map((group) => group.name).join('|')}) [ "$COMP_CWORD" -gt 2 ] && path="$path \${COMP_WORDS[2]}";;
  esac
  case "$path $previous" in
${commands.flatMap(({ path, command }) => choiceCases(path, command)).join('\n')}
  esac
  if [ -z "$words" ]; then
    if [ "$COMP_CWORD" -eq 1 ]; then words="${entries.map((entry) => entry.name).join(' ')} help"
    else case "$path" in
${groups.map((group) => `      ${group.name}) words="${group.commands.map((command) => command.name).join(' ')} help";;\n`).join('')}${commands.map(({ path, command }) => `      "${path}") words="${flagNames(command).join(' ')}";;`).join('\n')}
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

function choiceCases(path: string, command: Command): readonly string[] {
  return command.flags.flatMap((flag) =>
    flag.choices ? [`    "${path} ${flag.name}") words="${flag.choices.join(' ')}";;`] : [],
  );
}

function fish(entries: readonly Entry[]): string {
  const quoted = (text: string) => `'${text.replaceAll("'", "\\'")}'`;
  const lines = entries.flatMap((entry) => {
    const commands = isGroup(entry) ? entry.commands : [entry];
    const seen = `__fish_seen_subcommand_from ${entry.name}`;
    const words = isGroup(entry)
      ? entry.commands.map(
          (command) => `complete -c relvar -n '${seen}' -a ${command.name} -d ${quoted(command.summary)}`,
        )
      : [];
    return [
      `complete -c relvar -n __fish_use_subcommand -a ${entry.name} -d ${quoted(entry.summary)}`,
      ...words,
      ...commands.flatMap((command) =>
        command.flags.map((flag) => {
          const short = flag.short === undefined ? '' : ` -s ${flag.short.slice(1)}`;
          const values = flag.choices
            ? ` -x -a ${quoted(flag.choices.join(' '))}`
            : flag.value === undefined
              ? ''
              : ' -r';
          const when = isGroup(entry) ? `${seen}; and __fish_seen_subcommand_from ${command.name}` : seen;
          return `complete -c relvar -n '${when}' -l ${flag.name.slice(2)}${short}${values} -d ${quoted(flag.summary)}`;
        }),
      ),
    ];
  });
  return `${lines.join('\n')}\n`;
}
