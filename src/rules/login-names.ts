import type { Column } from '../catalog/table.ts';
import { phrases, singularWords, spoken } from '../catalog/words.ts';

const users = new Set(
  phrases('user, account, admin, administrator, member, subscriber, operator, login, principal, moderator'),
);
/** Words that may stand behind a user's word: `user_entity`, `user_account`. */
const record = new Set(phrases('account, entity, info, data, profile, master, detail'));
const names = new Set(phrases('username, user name, login, login name, loginname, handle, screen name'));
const addresses = new Set(phrases('email, e mail, email address, e mail address, mail, emailaddress'));

/** Whether the rows of a table are those who sign in: `users`, `auth_user`, `user_account`; not `user_groups`. */
export function isUserTable(name: string): boolean {
  const all = singularWords(name);
  const last = all.at(-1) ?? '';
  if (last === 'account') return all.length === 1 || users.has(all.at(-2) ?? '');
  return users.has(last) || (record.has(last) && users.has(all.at(-2) ?? ''));
}

/** What one signs in with: a name of one's own choice, or an e-mail address. */
export function loginName(column: Column): 'name' | 'e-mail' | undefined {
  if (column.type.family !== 'text' && column.type.family !== 'character') return undefined;
  const text = spoken(column.name).replace(/^user (?=login|email)/, '');
  return names.has(text) ? 'name' : addresses.has(text) ? 'e-mail' : undefined;
}
