import { RelvarError } from '../../../findings/error.ts';
import { defineCommand } from '../../command.ts';

export const command = defineCommand({
  name: 'plan',
  summary: 'turn the difference of two schemas into ordered steps',
  description: 'Not there yet.',
  arguments: [
    { name: 'from', summary: 'the schema as it is: any source', required: true },
    { name: 'to', summary: 'the schema as it shall be: any source', required: true },
  ],
  flags: [],
  examples: [],
  run() {
    return Promise.reject(new RelvarError('not-there-yet', 'migrate plan is not there yet'));
  },
});
