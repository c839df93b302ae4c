import { RelvarError } from '../findings/error.ts';
import type { Engine } from './engine.ts';
import { postgres } from './postgres/index.ts';

/** Every engine there is. */
const engines: readonly Engine[] = [postgres];

/**
 * The engine that a URL's scheme names.
 * @throws RelvarError `unknown-engine`
 */
export function engineForUrl(url: string): Engine {
  const scheme = url.slice(0, url.indexOf(':')).toLowerCase();
  const engine = engines.find((one) => one.urlSchemes.includes(scheme));
  if (engine) return engine;
  throw new RelvarError('unknown-engine', `${scheme}:// is no database that this version reads`, {
    hint: `it reads ${engines.flatMap((one) => one.urlSchemes.map((name) => `${name}://`)).join(', ')}`,
  });
}

/** The engine of that id, if this version has it. */
export function engineOf(id: string): Engine | undefined {
  return engines.find((one) => one.id === id);
}
