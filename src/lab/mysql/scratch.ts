import { randomBytes } from 'node:crypto';
import type { Catalog } from '../../catalog/catalog.ts';
import { messageOf } from '../../engines/cause.ts';
import { connectForWriting, shown } from '../../engines/mysql/connect.ts';
import { dialectOf } from '../../engines/mysql/flavour.ts';
import { quoteIdentifier } from '../../engines/mysql/quote.ts';
import { doesAllOf } from '../../engines/mysql/releases.ts';
import { schemaStatements } from '../../engines/mysql/schema.ts';
import { mysqlTraits } from '../../engines/mysql/traits.ts';
import { RelvarError } from '../../findings/error.ts';
import type { ScratchConnection } from '../engine-lab.ts';
import { withSleepingEvents } from './sleeping-events.ts';
import { withStandInOwners } from './stand-in-owners.ts';

/**
 * A database of our own on somebody's server, with the schema and without rows; closing drops it. The database that the
 * URL names is only connected to.
 * @param version the one that the server must have; any where absent
 * @throws RelvarError `lab-refused` for a server of another kind or version, or one that lets no database be made
 */
export async function openScratch(
  url: string,
  catalog: Catalog,
  version: string | undefined,
  signal: AbortSignal,
): Promise<ScratchConnection> {
  const where = shown(url);
  signal.throwIfAborted();
  const connection = withStandInOwners(
    withSleepingEvents(await connectForWriting(url, { connect: 10_000, statement: 60_000, lock: 5000 })),
  );
  const name = `relvar_lab_${randomBytes(6).toString('hex')}`;
  let made = false;
  const close = async () => {
    signal.removeEventListener('abort', interrupted);
    if (made) await connection.exec(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)}`);
    await connection.close();
  };
  const interrupted = () => void close().catch(() => {});
  signal.addEventListener('abort', interrupted, { once: true });
  try {
    const [row] = await connection.query('SELECT version() AS version');
    const found = String(row?.['version']);
    const own = dialectOf(found);
    const wanted = version === undefined ? own : dialectOf(version);
    if (version !== undefined && !(doesAllOf(own, wanted) && doesAllOf(wanted, own))) {
      throw new RelvarError(
        'lab-refused',
        `the statements are for ${mysqlTraits(version).name}, and ${where} is ${mysqlTraits(found).name}`,
        { hint: 'give a server of that version as lab, or the version of this one: --target 10.11' },
      );
    }
    await connection.exec(`CREATE DATABASE ${quoteIdentifier(name)}`).catch((cause: unknown) => {
      throw new RelvarError('lab-refused', `${where} lets no database be made: ${messageOf(cause)}`, {
        hint: 'the user of a lab needs CREATE and DROP on relvar_lab_%',
        cause,
      });
    });
    made = true;
    await connection.exec(`USE ${quoteIdentifier(name)}`);
    const statements = schemaStatements(catalog, own.flavour);
    const { completed, error } = await connection.batch(statements);
    if (error) {
      throw new RelvarError('lab-refused', `${where} does not take the schema: ${error.message}`, {
        hint: `it refuses ${statements[completed]?.split('\n', 1)[0]}`,
      });
    }
    return { ...connection, close };
  } catch (cause) {
    await close().catch(() => {});
    throw cause;
  }
}
