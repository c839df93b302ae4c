import { defineCommand, textFlag } from '../command.ts';

export const command = defineCommand({
  name: 'patterns',
  summary: 'list the patterns that a design can begin with, or show one',
  description:
    'Without an argument, every pattern. With a name, what it is for and its entities with what they refer to (a ' +
    'question mark where that may be absent). `relvar design --pattern <name>` designs by it.',
  arguments: [{ name: 'name', summary: "a pattern's name", required: false }],
  flags: [{ name: '--format', value: 'format', summary: 'pretty or json', choices: ['pretty', 'json'] }],
  examples: [
    { command: 'relvar patterns', does: 'all patterns' },
    { command: 'relvar patterns saas-multi-tenant', does: 'what one brings' },
  ],
  async run([name], flags, io) {
    const { listPatterns, patternText } = await import('../../app/patterns-command.ts');
    const json = textFlag(flags, 'format') === 'json';
    io.out(name === undefined ? listPatterns(json) : patternText(name, json));
    return 0;
  },
});
