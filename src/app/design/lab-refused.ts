import type { Engine } from '../../engines/engine.ts';
import { RelvarError } from '../../findings/error.ts';

/** An engine that is embedded proves a design itself. */
export function labRefused({ dialect }: Engine): RelvarError {
  return new RelvarError('lab-refused', `--lab proves nothing more: ${dialect.name} is embedded`, {
    hint: 'leave --lab out',
  });
}
