import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { RelvarError } from '../findings/error.ts';
import type { ConfigFile } from './schema.ts';

/** The configuration, names resolved and environment variables not yet: a URL is expanded only when it is used. */
export interface Config extends ConfigFile {
  /** The file, when there is one. */
  readonly file?: string;
}

const configName = 'relvar.config.json';

/**
 * Reads the configuration: the given file, else `relvar.config.json` in the folder; nothing there is an empty one.
 * @throws RelvarError for a file that is not there, is not JSON or does not fit the schema, with the key's path
 */
export async function readConfig(folder: string, given?: string): Promise<Config> {
  const file = resolve(folder, given ?? configName);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    if (given === undefined) return {};
    throw new RelvarError('config-not-found', `${given}: the configuration cannot be read`, {
      hint: 'check the path after --config',
      cause,
    });
  }
  const shown = given ?? configName;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new RelvarError(
      'bad-config',
      `${shown}: not JSON: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
  const { configFile } = await import('./schema.ts');
  const result = configFile.safeParse(parsed);
  if (!result.success) {
    const issue = result.error.issues[0];
    throw new RelvarError(
      'bad-config',
      `${shown}: ${issue?.path.join('.') || 'the file'}: ${issue?.message ?? 'does not fit the schema'}`,
      {
        hint: 'schemas/config.schema.json says what may stand there',
      },
    );
  }
  return { ...result.data, file };
}

/** A path of the configuration, relative to its file. */
export function configPath(config: Config, path: string): string {
  return config.file === undefined ? path : resolve(dirname(config.file), path);
}

/**
 * A URL with `${NAME}` replaced from the environment.
 * @throws RelvarError when a variable is not set
 */
export function expandVariables(
  url: string,
  name: string,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  return url.replaceAll(/\$\{(\w+)\}/g, (_, variable: string) => {
    const value = environment[variable];
    if (value === undefined || value === '') {
      throw new RelvarError(
        'variable-not-set',
        `environment ${name} needs the variable ${variable}, which is not set`,
        {
          hint: `export ${variable}=…`,
        },
      );
    }
    return value;
  });
}
