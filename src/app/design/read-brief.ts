import { readFile } from 'node:fs/promises';
import { designOfBrief } from '../../design/brief/design-of.ts';
import { readBrief } from '../../design/brief/read.ts';
import type { BriefFile } from '../../design/brief/schema.ts';
import { domains } from '../../design/knowledge/knowledge.ts';
import type { Design } from '../../design/model.ts';
import { grammar } from '../../design/understand/understand.ts';
import type { Engine } from '../../engines/engine.ts';
import {
  defaultEngine,
  engineNamed,
  isVersionOf,
  productOf,
  versionHint,
  versionNamed,
} from '../../engines/engines.ts';
import { RelvarError } from '../../findings/error.ts';

/** A brief with the design that it asks for. */
export interface BriefDesign {
  readonly brief: BriefFile;
  readonly design: Design;
}

/**
 * Reads a brief from a file.
 * @throws RelvarError `brief-not-found`, `bad-brief`
 */
export async function briefFromFile(file: string): Promise<BriefDesign> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new RelvarError('brief-not-found', `${file}: the brief cannot be read`, { hint: 'check its path', cause });
  }
  return await briefFromText(text, file);
}

/**
 * The engine that a brief or a person names, and its version: `postgresql 17`, `mariadb`.
 * @throws RelvarError `unknown-engine`, `bad-target`
 */
export function engineWithVersion(
  name: string | undefined,
  target: string | undefined,
): { readonly engine: Engine; readonly target: string | undefined } {
  if (name === undefined) return { engine: defaultEngine, target };
  const [, word = name, number] = /^\s*([a-z]+)[\s-]*(\d+(?:\.\d+)*)?\s*$/i.exec(name) ?? [];
  const engine = engineNamed(word);
  const meant = versionNamed(word.toLowerCase());
  const version = target ?? number ?? meant;
  const isOther = number !== undefined && meant !== undefined && productOf(engine, number) !== productOf(engine, meant);
  if (version === undefined || (isVersionOf(engine, version) && !isOther)) return { engine, target: version };
  throw new RelvarError('bad-target', `${isOther ? word : engine.dialect.name} ${version}: there is no such version`, {
    hint: versionHint(engine),
  });
}

/** The engine and the version that a brief is to hold, so that what is made of it later is for the same one. */
export function engineInBrief(
  name: string | undefined,
  { engine, target }: { readonly engine: Engine; readonly target: string | undefined },
): string | undefined {
  if (target === undefined) return name;
  const [word] = /[a-z]+/i.exec(name ?? '') ?? [];
  return `${word ?? productOf(engine, target).toLowerCase()} ${target}`;
}

/** Reads a brief; its description and constraints are understood first, what it lists wins over them. */
export async function briefFromText(text: string, file: string): Promise<BriefDesign> {
  const read = readBrief(text, file);
  const { description, constraints = [] } = read.brief;
  const described =
    description === undefined
      ? undefined
      : await grammar(domains).propose({ text: [description, ...constraints].join('\n'), name: file });
  return { brief: read.brief, design: designOfBrief(read, domains, described) };
}
