import { type Command, type Entry, type Flag, isGroup } from './command.ts';

/** The page of a command, or of a group of them, in docs/commands, in Markdown. */
export function commandPage(entry: Entry): string {
  const sections = isGroup(entry)
    ? [
        `# relvar ${entry.name}`,
        sentence(entry.summary),
        entry.description,
        ...entry.commands.flatMap((command) => commandSections(command, `${entry.name} ${command.name}`, '##')),
        exitCodes('##'),
      ]
    : [...commandSections(entry, entry.name, '#'), exitCodes('##')];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function commandSections(command: Command, path: string, heading: string): readonly string[] {
  const usage = [
    'relvar',
    path,
    ...command.arguments.map((one) => (one.required ? `<${one.name}>` : `[${one.name}]`)),
    '[options]',
  ];
  const examples = command.examples.map((one) => `\`\`\`sh\n${one.command}    # ${one.does}\n\`\`\``).join('\n\n');
  return [
    `${heading} relvar ${path}`,
    sentence(command.summary),
    command.description,
    `\`\`\`\n${usage.join(' ')}\n\`\`\``,
    command.arguments.length === 0
      ? ''
      : table(
          'argument',
          command.arguments.map((one) => [`\`${one.name}\``, one.summary]),
        ),
    command.flags.length === 0
      ? ''
      : table(
          'option',
          command.flags.map((flag) => [`\`${flagText(flag)}\``, flagMeaning(flag)]),
        ),
    examples === '' ? '' : `${heading}# Examples\n\n${examples}`,
  ];
}

const exitCodes = (heading: string) =>
  `${heading} Exit codes\n\n0: done. 1: findings at or above \`--fail-on\`. 2: could not run; one line on standard error says why.`;

export function flagText(flag: Flag): string {
  const names = flag.short === undefined ? flag.name : `${flag.short}, ${flag.name}`;
  return flag.value === undefined ? names : `${names} <${flag.value}>`;
}

function flagMeaning(flag: Flag): string {
  const choices = flag.choices ? `: ${flag.choices.join(', ')}` : '';
  return `${flag.summary}${choices}`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function table(head: string, rows: readonly (readonly [string, string])[]): string {
  const cell = (text: string) => text.replaceAll('|', '\\|');
  return [
    `| ${head} | meaning |`,
    '|---|---|',
    ...rows.map(([name, meaning]) => `| ${cell(name)} | ${cell(meaning)} |`),
  ].join('\n');
}
