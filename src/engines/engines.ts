import { RelvarError } from '../findings/error.ts';
import type { Engine } from './engine.ts';
import { mysql } from './mysql/index.ts';
import { postgres } from './postgres/index.ts';
import { sqlite } from './sqlite/index.ts';

/** Every engine there is. */
export const engines: readonly Engine[] = [postgres, sqlite, mysql];

/** The scheme of a database's URL; nothing for what is none. Without `//` only where a database is a file: `sqlite:app.db`. */
function schemeOf(url: string): string | undefined {
  const [, scheme, slashes] = /^([a-z][a-z\d+.-]*):(\/\/)?/i.exec(url) ?? [];
  const known = scheme?.toLowerCase();
  const isFile = engines.some((one) => one.file && known !== undefined && one.urlSchemes.includes(known));
  return slashes === undefined && !isFile ? undefined : known;
}

/** Whether an argument is the URL of a database, of an engine known or not. */
export function isDatabaseUrl(argument: string): boolean {
  return schemeOf(argument) !== undefined;
}

/**
 * The engine that a URL's scheme names.
 * @throws RelvarError `unknown-engine`
 */
export function engineForUrl(url: string): Engine {
  const scheme = schemeOf(url) ?? '';
  const engine = engines.find((one) => one.urlSchemes.includes(scheme));
  if (engine) return engine;
  throw new RelvarError('unknown-engine', `${scheme}:// is no database that this version reads`, {
    hint: `it reads ${engines.flatMap((one) => one.urlSchemes.map((name) => `${name}:${one.file ? 'file' : '//'}`)).join(', ')}`,
  });
}

/** The engine of a script that does not tell whose it is. */
export const defaultEngine: Engine = postgres;

/**
 * The engine of that id, as a person gives it.
 * @throws RelvarError `unknown-engine`
 */
export function engineNamed(id: string): Engine {
  const name = id.toLowerCase();
  const engine = engineOf(name) ?? engines.find(({ names = {} }) => Object.hasOwn(names, name));
  if (engine) return engine;
  throw new RelvarError('unknown-engine', `${id} is no engine that this version knows`, {
    hint: `choose one of ${engineNames().join(', ')}`,
  });
}

/** What engines and their dialects are called, as a person may name them. */
function engineNames(): readonly string[] {
  return engines.flatMap(({ id, names = {} }) => {
    const versioned = Object.keys(names).filter((name) => names[name] !== undefined);
    return [...new Set([id, ...versioned])];
  });
}

/** The version that a name of an engine means by itself; nothing for a name that stands for all of them. */
export function versionNamed(name: string): string | undefined {
  return engines.flatMap(({ names = {} }) => (Object.hasOwn(names, name) ? [names[name]] : [])).at(0);
}

/** Whose a version is, where an engine has more than one product: `MariaDB`. */
export function productOf(engine: Engine, version: string): string {
  return engine.traits(version).name.replace(/ .*$/, '');
}

/** The engine of that id, if this version has it. */
export function engineOf(id: string): Engine | undefined {
  return engines.find((one) => one.id === id);
}

/** The URL of a file that is a database, by how it begins, or by its name where it does not begin as text. */
export function urlOfDatabaseFile(path: string, head: Uint8Array): string | undefined {
  const begin = Buffer.from(head).toString('latin1');
  const ending = path.split('.').at(-1)?.toLowerCase() ?? '';
  // UTF-16 has zeros, and says so at its head.
  const isUtf16 = begin.startsWith('\xff\xfe') || begin.startsWith('\xfe\xff');
  const isBinary = !isUtf16 && head.some((byte) => byte < 9 || (byte > 13 && byte < 27));
  const engine = engines.find(
    ({ file }) => file && (begin.startsWith(file.magic) || (isBinary && file.endings.includes(ending))),
  );
  return engine && `${engine.urlSchemes[0]}:${path}`;
}

/** Whether fixes can be for the version of an engine. */
export function isVersionOf({ versions, otherVersions }: Engine, version: string): boolean {
  return versions.includes(version) || otherVersions?.includes(version) === true;
}

/** What a person who named no such version can choose from. */
export function versionHint({ versions, otherVersions }: Engine): string {
  return `choose one of ${versions.join(', ')}${otherVersions ? `, or any ${otherVersions.summary}` : ''}`;
}

/** The newest version of an engine that is known. */
export function latest({ id, versions }: Engine): string {
  const version = versions.at(-1);
  if (version === undefined) throw new Error(`${id} has no versions`);
  return version;
}

/** Where a text names engines, by the names that people call them, each with the version behind it. */
export function engineNamesIn(
  text: string,
): readonly { readonly name: string; readonly version: string | undefined; readonly at: number }[] {
  const names = engineNames().concat(
    engines.flatMap(({ dialect, names: others = {} }) => [dialect.name, ...Object.keys(others)]),
  );
  const form = new RegExp(
    `\\b(${[...new Set(names)].sort((a, b) => b.length - a.length).join('|')})\\b(?:\\s+(?:version\\s+|v)?(\\d+(?:\\.\\d+)*))?`,
    'gi',
  );
  return [...text.matchAll(form)].map(({ 1: name = '', 2: version, index }) => ({ name, version, at: index }));
}
