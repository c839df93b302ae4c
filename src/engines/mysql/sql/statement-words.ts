/** Words that begin statements which change no object of a schema, or what only the server knows of. */
export const changesNoObject =
  /^(?:CREATE|ALTER|DROP|RENAME|GRANT|REVOKE|FLUSH|ANALYZE|CHECK|CHECKSUM|REPAIR|CACHE|KILL|RESET|PURGE|CHANGE|STOP|START|SHOW|EXPLAIN|DESC|DESCRIBE|PREPARE|EXECUTE|DEALLOCATE|HANDLER|INSTALL|UNINSTALL|XA|SIGNAL|UNLOCK|WITH|TABLE|VALUES|BEGIN|HELP|IMPORT|SHUTDOWN|RESTART|CLONE|BACKUP|BINLOG|LOCK)\b/;

/** Words of statements on rows, sessions and transactions. */
const ofRows =
  /^(?:SELECT|INSERT|REPLACE|UPDATE|DELETE|SET|USE|TRUNCATE|OPTIMIZE|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|CALL|DO|LOAD|GET|RESIGNAL)\b/;

/** Whether one of the two servers, in one version or another, has a statement that begins with the word, in capitals. */
export function beginsStatement(word: string): boolean {
  return changesNoObject.test(word) || ofRows.test(word);
}

/** Words of the client, for itself (https://mariadb.com/kb/en/mariadb-command-line-client/#mysql-commands). */
const ofClient =
  /^(?:CHARSET|CLEAR|CONNECT|EDIT|EGO|EXIT|GO|NOPAGER|NOTEE|NOWARNING|PAGER|PRINT|PROMPT|QUIT|REHASH|RESETCONNECTION|SOURCE|STATUS|SYSTEM|TEE|WARNINGS)$/;

/** Whether the word is a command of the client that no server sees. */
export function isOfClient(word: string): boolean {
  return ofClient.test(word);
}
