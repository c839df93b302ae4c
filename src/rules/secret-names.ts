import { endsWithPhrase, phraseEndings, phrases, singularWords, spoken, words } from '../catalog/words.ts';

/** What a name says that the column keeps secret. */
export type SecretKind = 'password' | 'key' | 'token' | 'card verification value' | 'card number' | 'government id';

const kindOf = phraseEndings<SecretKind>([
  [
    'password',
    phrases(`
      password, passwd, pwd, passphrase, pass phrase, passcode, user pass, userpassword, mot de passe, contrasena,
      passwort, kennwort`),
  ],
  [
    'key',
    phrases(`
      secret, secret key, secretkey, private key, privatekey, privkey, signing key, encryption key, api key,
      apikey, api secret, access key, client secret, consumer secret, webhook secret, totp secret, mfa secret,
      otp secret, access secret, shared secret, seed phrase, mnemonic phrase, recovery codes, backup codes`),
  ],
  [
    'token',
    phrases(`
      token, access token, refresh token, auth token, api token, session token, bearer token, authtoken,
      accesstoken, refreshtoken, apitoken, jwt`),
  ],
  ['card verification value', ['cvv', 'cvc', 'cvv 2', 'cvc 2', 'cvn', 'card security code']],
  [
    'card number',
    phrases(`
      card number, credit card, credit card number, creditcard, creditcardnumber, cardnumber, cc number, card no,
      primary account number, credit card no, ccnum, cc num`),
  ],
  [
    'government id',
    [
      'ssn',
      'social security number',
      'social security no',
      'socialsecuritynumber',
      'national insurance number',
      'tax file number',
    ],
  ],
]);

/** Words that say that what is kept is not the secret itself. */
const harmless = new Set(
  phrases(`
  hash, hashed, hashes, digest, digested, encrypted, encryption, enc, encoded, cipher, ciphered, ciphertext,
  crypted, crypt, bcrypt, scrypt, argon, sha, md, hmac, pbkdf, salted, masked, redacted, truncated, tokenized,
  fingerprint, vault, kms, arn, public, csrf, xsrf, page, next, prev, previous, continuation, cursor, sync, push,
  fcm, apns, device, design, idempotency, unsubscribe, share, verified, has, is, last, require, required, use,
  uses, allow, send, enable, enabled, force, no`),
);
/** `password_plain` still is the password. */
const ending = / (?:value|plain|plaintext|plain text|text|raw|clear|cleartext|clear text|str|string)$/;

/** In `api_keys`, the `key` or `value` is the secret. */
const secretTables = phrases(`
  api key, access key, api token, access token, auth token, refresh token, secret, secret key, private key,
  credential`);
const contents = new Set(['key', 'value', 'secret', 'token']);

/** As {@link secretKind}, with what the table's name adds. */
export function secretKindIn(table: string, column: string): SecretKind | undefined {
  const known = secretKind(column);
  if (known !== undefined || !contents.has(spoken(column))) return known;
  return endsWithPhrase(singularWords(table).join(' '), secretTables) ? 'key' : undefined;
}

/** The kind of secret that a column's name promises, or nothing: `api_key`, not `api_key_id`, `password_hash` or `token_type`. */
export function secretKind(column: string): SecretKind | undefined {
  const text = spoken(column);
  const kind = (kindOf(text) ?? (ending.test(text) ? kindOf(text.replace(ending, '')) : undefined))?.value;
  return kind !== undefined && words(column).some((word) => harmless.has(word)) ? undefined : kind;
}
