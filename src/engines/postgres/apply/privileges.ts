import type { Connection } from '../../connection.ts';

export async function missingPrivileges(_: Connection, __: readonly string[]): Promise<readonly string[]> {
  return [];
}
