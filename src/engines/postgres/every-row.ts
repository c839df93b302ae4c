/**
 * In a block of PL/pgSQL, up to the end of the transaction: what policies would hide rows from fails. (Section
 * "row_security" of the manual's chapter on client connection defaults.)
 */
export const everyRow = `PERFORM pg_catalog.set_config('row_security', 'off', true);`;
