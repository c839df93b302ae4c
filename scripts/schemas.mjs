// Writes schemas/config.schema.json from the schema in the compiled program (run after a build).
import { writeFileSync } from 'node:fs';
import { z } from 'zod';
import { configFile } from '../dist/config/schema.js';

const schema = { $id: 'https://relvar.dev/schemas/config.schema.json', title: 'relvar.config.json', ...z.toJSONSchema(configFile) };
writeFileSync(new URL('../schemas/config.schema.json', import.meta.url), `${JSON.stringify(schema, undefined, 2)}\n`);
