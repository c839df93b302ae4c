import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { intentsFile } from '../config/intents-shape.ts';
import { configFile } from '../config/schema.ts';
import { briefFile } from '../design/brief/schema.ts';
import { planShape } from '../plan/plan-shape.ts';
import { snapshotFile } from '../sources/snapshot/file-shape.ts';
import { workloadFile } from '../sources/workload/workload-file.ts';
import { withPaths } from './command.ts';
import { commands } from './commands.ts';
import { completionScript, shells } from './completion.ts';
import { commandPage } from './page.ts';

/** Made files must be those that the code makes: `npx vitest run src/cli/pages.test.ts -u` writes them anew. */
describe('what is made from the definitions', () => {
  for (const command of commands) {
    it(`docs/commands/${command.name}.md is up to date`, async () => {
      await expect(commandPage(command)).toMatchFileSnapshot(`../../docs/commands/${command.name}.md`);
    });
  }

  it('schemas/config.schema.json is up to date', async () => {
    const schema = {
      $id: 'https://unpkg.com/relvar/schemas/config.schema.json',
      title: 'relvar.config.json',
      ...z.toJSONSchema(configFile),
    };
    await expect(`${JSON.stringify(schema, undefined, 2)}\n`).toMatchFileSnapshot('../../schemas/config.schema.json');
  });

  it('schemas/intents.schema.json is up to date', async () => {
    const schema = {
      $id: 'https://unpkg.com/relvar/schemas/intents.schema.json',
      title: 'Relvar intents',
      ...z.toJSONSchema(intentsFile),
    };
    await expect(`${JSON.stringify(schema, undefined, 2)}\n`).toMatchFileSnapshot('../../schemas/intents.schema.json');
  });

  it('schemas/brief.schema.json is up to date', async () => {
    const schema = {
      $id: 'https://unpkg.com/relvar/schemas/brief.schema.json',
      title: 'Relvar brief',
      ...z.toJSONSchema(briefFile),
    };
    await expect(`${JSON.stringify(schema, undefined, 2)}\n`).toMatchFileSnapshot('../../schemas/brief.schema.json');
  });

  it('schemas/snapshot.schema.json is up to date', async () => {
    const schema = {
      $id: 'https://unpkg.com/relvar/schemas/snapshot.schema.json',
      title: 'Relvar snapshot',
      // As it stands in the file, where great whole numbers are text.
      ...z.toJSONSchema(snapshotFile, { io: 'input' }),
    };
    await expect(`${JSON.stringify(schema, undefined, 2)}\n`).toMatchFileSnapshot('../../schemas/snapshot.schema.json');
  });

  it('schemas/workload.schema.json is up to date', async () => {
    const schema = {
      $id: 'https://unpkg.com/relvar/schemas/workload.schema.json',
      title: 'Relvar workload',
      ...z.toJSONSchema(workloadFile, { io: 'input' }),
    };
    await expect(`${JSON.stringify(schema, undefined, 2)}\n`).toMatchFileSnapshot('../../schemas/workload.schema.json');
  });

  it('schemas/plan.schema.json is up to date', async () => {
    const schema = {
      $id: 'https://unpkg.com/relvar/schemas/plan.schema.json',
      title: 'Relvar migration plan',
      ...z.toJSONSchema(planShape, { io: 'input' }),
    };
    await expect(`${JSON.stringify(schema, undefined, 2)}\n`).toMatchFileSnapshot('../../schemas/plan.schema.json');
  });

  for (const shell of shells) {
    it(`completion for ${shell} knows every command and flag`, () => {
      const script = completionScript(shell, commands);
      for (const { path, command } of withPaths(commands)) {
        for (const word of path.split(' ')) expect(script).toContain(word);
        for (const flag of command.flags) expect(script).toContain(flag.name.slice(2));
      }
    });
  }
});
