import type { AnyRule } from './rule.ts';
import { rule as appendOnlyWithoutRetention } from './append-only-without-retention/rule.ts';
import { rule as booleanAsTextOrNumber } from './boolean-as-text-or-number/rule.ts';
import { rule as btreeOnArrayOrJson } from './btree-on-array-or-json/rule.ts';
import { rule as cascadeReachesFar } from './cascade-reaches-far/rule.ts';
import { rule as closedListAsFreeText } from './closed-list-as-free-text/rule.ts';
import { rule as compositeForeignKeyAllowsNulls } from './composite-foreign-key-allows-nulls/rule.ts';
import { rule as constraintNotValidated } from './constraint-not-validated/rule.ts';
import { rule as copiedColumn } from './copied-column/rule.ts';
import { rule as cyclicForeignKeys } from './cyclic-foreign-keys/rule.ts';
import { rule as deadRows } from './dead-rows/rule.ts';
import { rule as definerRightsView } from './definer-rights-view/rule.ts';
import { rule as dependentColumns } from './dependent-columns/rule.ts';
import { rule as derivedColumnStored } from './derived-column-stored/rule.ts';
import { rule as duplicateForeignKey } from './duplicate-foreign-key/rule.ts';
import { rule as duplicateIndex } from './duplicate-index/rule.ts';
import { rule as entityAttributeValue } from './entity-attribute-value/rule.ts';
import { rule as fixedLengthChar } from './fixed-length-char/rule.ts';
import { rule as foreignKeyCrossesTenants } from './foreign-key-crosses-tenants/rule.ts';
import { rule as foreignKeyLeadsNowhere } from './foreign-key-leads-nowhere/rule.ts';
import { rule as foreignKeyTypeMismatch } from './foreign-key-type-mismatch/rule.ts';
import { rule as foreignKeyWithoutDeleteRule } from './foreign-key-without-delete-rule/rule.ts';
import { rule as foreignKeyWithoutIndex } from './foreign-key-without-index/rule.ts';
import { rule as foreignKeysNotEnforced } from './foreign-keys-not-enforced/rule.ts';
import { rule as functionWithMutableSearchPath } from './function-with-mutable-search-path/rule.ts';
import { rule as identifierNeedsQuotes } from './identifier-needs-quotes/rule.ts';
import { rule as implicitForeignKeyIndex } from './implicit-foreign-key-index/rule.ts';
import { rule as inconsistentTypesForOneName } from './inconsistent-types-for-one-name/rule.ts';
import { rule as indexBeginsWithFewValues } from './index-begins-with-few-values/rule.ts';
import { rule as indexBeginsWithOneValue } from './index-begins-with-one-value/rule.ts';
import { rule as indexColumnsInWrongOrder } from './index-columns-in-wrong-order/rule.ts';
import { rule as indexHeavierThanTable } from './index-heavier-than-table/rule.ts';
import { rule as indexOnLowSelectivity } from './index-on-low-selectivity/rule.ts';
import { rule as indexRepeatsPrimaryKey } from './index-repeats-primary-key/rule.ts';
import { rule as integerForeignKeyToBigint } from './integer-foreign-key-to-bigint/rule.ts';
import { rule as integerKeyWillRunOut } from './integer-key-will-run-out/rule.ts';
import { rule as invalidIndex } from './invalid-index/rule.ts';
import { rule as ipAddressAsText } from './ip-address-as-text/rule.ts';
import { rule as jsonNotJsonb } from './json-not-jsonb/rule.ts';
import { rule as jsonStoredAsText } from './json-stored-as-text/rule.ts';
import { rule as junctionTableWithoutKey } from './junction-table-without-key/rule.ts';
import { rule as keyBesideRowNumber } from './key-beside-row-number/rule.ts';
import { rule as largeTableUnpartitioned } from './large-table-unpartitioned/rule.ts';
import { rule as listInText } from './list-in-text/rule.ts';
import { rule as longEnum } from './long-enum/rule.ts';
import { rule as misleadingColumnType } from './misleading-column-type/rule.ts';
import { rule as missingCheck } from './missing-check/rule.ts';
import { rule as missingForeignKey } from './missing-foreign-key/rule.ts';
import { rule as missingNotNull } from './missing-not-null/rule.ts';
import { rule as missingTimestamps } from './missing-timestamps/rule.ts';
import { rule as missingUnique } from './missing-unique/rule.ts';
import { rule as mixedCollations } from './mixed-collations/rule.ts';
import { rule as mixedNaming } from './mixed-naming/rule.ts';
import { rule as moneyAsFloat } from './money-as-float/rule.ts';
import { rule as moneyType } from './money-type/rule.ts';
import { rule as nameTruncated } from './name-truncated/rule.ts';
import { rule as needlessAutoincrement } from './needless-autoincrement/rule.ts';
import { rule as nullableEverything } from './nullable-everything/rule.ts';
import { rule as oneToOneSplit } from './one-to-one-split/rule.ts';
import { rule as overlappingForeignKey } from './overlapping-foreign-key/rule.ts';
import { rule as oversizedNumber } from './oversized-number/rule.ts';
import { rule as partitionsWithoutDefaultOrFuture } from './partitions-without-default-or-future/rule.ts';
import { rule as personalDataColumn } from './personal-data-column/rule.ts';
import { rule as plainSecretColumn } from './plain-secret-column/rule.ts';
import { rule as policiesWithoutRowSecurity } from './policies-without-row-security/rule.ts';
import { rule as policyAlwaysTrue } from './policy-always-true/rule.ts';
import { rule as policyEvaluatedPerRow } from './policy-evaluated-per-row/rule.ts';
import { rule as polymorphicReference } from './polymorphic-reference/rule.ts';
import { rule as predicateAlwaysTrue } from './predicate-always-true/rule.ts';
import { rule as primaryKeyAllowsNulls } from './primary-key-allows-nulls/rule.ts';
import { rule as queryWithoutIndex } from './query-without-index/rule.ts';
import { rule as randomUuidKey } from './random-uuid-key/rule.ts';
import { rule as rarelySeparateTables } from './rarely-separate-tables/rule.ts';
import { rule as redundantIndex } from './redundant-index/rule.ts';
import { rule as repeatingColumns } from './repeating-columns/rule.ts';
import { rule as reservedWordName } from './reserved-word-name/rule.ts';
import { rule as rowSecurityWithoutPolicy } from './row-security-without-policy/rule.ts';
import { rule as rowTooLong } from './row-too-long/rule.ts';
import { rule as sequenceNearEnd } from './sequence-near-end/rule.ts';
import { rule as serialNotIdentity } from './serial-not-identity/rule.ts';
import { rule as softDeleteNotInUniqueIndex } from './soft-delete-not-in-unique-index/rule.ts';
import { rule as staleStatistics } from './stale-statistics/rule.ts';
import { rule as surrogateKeyOnly } from './surrogate-key-only/rule.ts';
import { rule as tableOrIndexBloat } from './table-or-index-bloat/rule.ts';
import { rule as tableTakesAnyValue } from './table-takes-any-value/rule.ts';
import { rule as tableWithoutPrimaryKey } from './table-without-primary-key/rule.ts';
import { rule as tableWithoutTransactions } from './table-without-transactions/rule.ts';
import { rule as tablesPerPeriodOrTenant } from './tables-per-period-or-tenant/rule.ts';
import { rule as tenantColumnMissing } from './tenant-column-missing/rule.ts';
import { rule as tenantColumnNullable } from './tenant-column-nullable/rule.ts';
import { rule as textIndexedByBeginning } from './text-indexed-by-beginning/rule.ts';
import { rule as textOfThreeBytes } from './text-of-three-bytes/rule.ts';
import { rule as textPrimaryKey } from './text-primary-key/rule.ts';
import { rule as timeStampWillEnd } from './time-stamp-will-end/rule.ts';
import { rule as timeStoredAsTextOrNumber } from './time-stored-as-text-or-number/rule.ts';
import { rule as timeWithoutForm } from './time-without-form/rule.ts';
import { rule as timestampWithoutTimeZone } from './timestamp-without-time-zone/rule.ts';
import { rule as tooManyIndexes } from './too-many-indexes/rule.ts';
import { rule as uniqueByBeginning } from './unique-by-beginning/rule.ts';
import { rule as uniqueIndexAllowsNulls } from './unique-index-allows-nulls/rule.ts';
import { rule as uniqueWithoutTenant } from './unique-without-tenant/rule.ts';
import { rule as unloggedTable } from './unlogged-table/rule.ts';
import { rule as unusedIndex } from './unused-index/rule.ts';
import { rule as updatedAtNotMaintained } from './updated-at-not-maintained/rule.ts';
import { rule as uuidStoredAsText } from './uuid-stored-as-text/rule.ts';
import { rule as wastefulColumnOrder } from './wasteful-column-order/rule.ts';
import { rule as wideTable } from './wide-table/rule.ts';
import { rule as zeroDateDefault } from './zero-date-default/rule.ts';

/** Every rule, by id. Generated by `node scripts/registry.mjs`. */
export const allRules: readonly AnyRule[] = [
  appendOnlyWithoutRetention,
  booleanAsTextOrNumber,
  btreeOnArrayOrJson,
  cascadeReachesFar,
  closedListAsFreeText,
  compositeForeignKeyAllowsNulls,
  constraintNotValidated,
  copiedColumn,
  cyclicForeignKeys,
  deadRows,
  definerRightsView,
  dependentColumns,
  derivedColumnStored,
  duplicateForeignKey,
  duplicateIndex,
  entityAttributeValue,
  fixedLengthChar,
  foreignKeyCrossesTenants,
  foreignKeyLeadsNowhere,
  foreignKeyTypeMismatch,
  foreignKeyWithoutDeleteRule,
  foreignKeyWithoutIndex,
  foreignKeysNotEnforced,
  functionWithMutableSearchPath,
  identifierNeedsQuotes,
  implicitForeignKeyIndex,
  inconsistentTypesForOneName,
  indexBeginsWithFewValues,
  indexBeginsWithOneValue,
  indexColumnsInWrongOrder,
  indexHeavierThanTable,
  indexOnLowSelectivity,
  indexRepeatsPrimaryKey,
  integerForeignKeyToBigint,
  integerKeyWillRunOut,
  invalidIndex,
  ipAddressAsText,
  jsonNotJsonb,
  jsonStoredAsText,
  junctionTableWithoutKey,
  keyBesideRowNumber,
  largeTableUnpartitioned,
  listInText,
  longEnum,
  misleadingColumnType,
  missingCheck,
  missingForeignKey,
  missingNotNull,
  missingTimestamps,
  missingUnique,
  mixedCollations,
  mixedNaming,
  moneyAsFloat,
  moneyType,
  nameTruncated,
  needlessAutoincrement,
  nullableEverything,
  oneToOneSplit,
  overlappingForeignKey,
  oversizedNumber,
  partitionsWithoutDefaultOrFuture,
  personalDataColumn,
  plainSecretColumn,
  policiesWithoutRowSecurity,
  policyAlwaysTrue,
  policyEvaluatedPerRow,
  polymorphicReference,
  predicateAlwaysTrue,
  primaryKeyAllowsNulls,
  queryWithoutIndex,
  randomUuidKey,
  rarelySeparateTables,
  redundantIndex,
  repeatingColumns,
  reservedWordName,
  rowSecurityWithoutPolicy,
  rowTooLong,
  sequenceNearEnd,
  serialNotIdentity,
  softDeleteNotInUniqueIndex,
  staleStatistics,
  surrogateKeyOnly,
  tableOrIndexBloat,
  tableTakesAnyValue,
  tableWithoutPrimaryKey,
  tableWithoutTransactions,
  tablesPerPeriodOrTenant,
  tenantColumnMissing,
  tenantColumnNullable,
  textIndexedByBeginning,
  textOfThreeBytes,
  textPrimaryKey,
  timeStampWillEnd,
  timeStoredAsTextOrNumber,
  timeWithoutForm,
  timestampWithoutTimeZone,
  tooManyIndexes,
  uniqueByBeginning,
  uniqueIndexAllowsNulls,
  uniqueWithoutTenant,
  unloggedTable,
  unusedIndex,
  updatedAtNotMaintained,
  uuidStoredAsText,
  wastefulColumnOrder,
  wideTable,
  zeroDateDefault,
];
