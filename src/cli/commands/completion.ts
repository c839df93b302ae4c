import { defineCommand } from '../command.ts';

export const command = defineCommand({
  name: 'completion',
  summary: 'print a completion script for bash, zsh or fish',
  description: 'The script completes commands, options and their values. Load it in the shell’s start file.',
  arguments: [{ name: 'shell', summary: 'bash, zsh or fish', required: true }],
  flags: [],
  examples: [{ command: 'eval "$(relvar completion bash)"', does: 'complete in this shell' }],
  async run([shell = ''], _flags, io, all) {
    const [{ completionScript, shells }, { RelvarError }] = await Promise.all([
      import('../completion.ts'),
      import('../../findings/error.ts'),
    ]);
    const known = shells.find((one) => one === shell);
    if (!known)
      throw new RelvarError('unknown-shell', `there is no completion for ${JSON.stringify(shell)}`, {
        hint: `choose ${shells.join(', ')}`,
      });
    io.out(completionScript(known, all));
    return 0;
  },
});
