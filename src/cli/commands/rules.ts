import { defineCommand, textFlag } from '../command.ts';

export const command = defineCommand({
  name: 'rules',
  summary: 'list the rules, or explain one: what, why, what to do, an example',
  description: 'Without an argument, every rule with its category and severity. With a rule’s id, its page.',
  arguments: [{ name: 'id', summary: "a rule's id", required: false }],
  flags: [{ name: '--format', value: 'format', summary: 'pretty or json', choices: ['pretty', 'json'] }],
  examples: [
    { command: 'relvar rules', does: 'all rules' },
    { command: 'relvar rules foreign-key-without-index', does: 'what one rule says, and why' },
  ],
  async run([id], flags, io) {
    const { listRules, ruleText } = await import('../../app/rules-command.ts');
    const json = textFlag(flags, 'format') === 'json';
    io.out(id === undefined ? listRules(json) : await ruleText(id, json));
    return 0;
  },
});
