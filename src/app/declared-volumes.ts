import { type Config, configPath } from '../config/config.ts';
import { parseRows, readVolumes, type Volumes } from '../config/volumes.ts';

/**
 * What was declared by hand: the volumes file, the configuration's when none is given, then what `--rows` says over it.
 * @throws RelvarError when it cannot be read
 */
export async function declaredVolumes({
  volumes,
  rows,
  config,
}: {
  readonly volumes: string | undefined;
  /** `orders=50M` each. */
  readonly rows: readonly string[];
  readonly config: Config;
}): Promise<readonly Volumes[]> {
  const file = volumes ?? (config.volumes && configPath(config, config.volumes));
  return [...(file === undefined ? [] : [await readVolumes(file)]), ...(rows.length > 0 ? [parseRows(rows)] : [])];
}
