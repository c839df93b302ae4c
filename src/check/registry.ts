import type { Hazard } from './hazard.ts';
import { hazard as alterBlocksWrites } from './hazards/alter-blocks-writes.ts';
import { hazard as backfillWithDdl } from './hazards/backfill-with-ddl.ts';
import { hazard as characterSetConverted } from './hazards/character-set-converted.ts';
import { hazard as columnDropped } from './hazards/column-dropped.ts';
import { hazard as concurrentlyInTransaction } from './hazards/concurrently-in-transaction.ts';
import { hazard as constraintCheckedUnderLock } from './hazards/constraint-checked-under-lock.ts';
import { hazard as crashSafetyLost } from './hazards/crash-safety-lost.ts';
import { hazard as dependentBroken } from './hazards/dependent-broken.ts';
import { hazard as dependentsDropped } from './hazards/dependents-dropped.ts';
import { hazard as dropDeletesDependents } from './hazards/drop-deletes-dependents.ts';
import { hazard as enumValueUsedAtOnce } from './hazards/enum-value-used-at-once.ts';
import { hazard as fails } from './hazards/fails.ts';
import { hazard as foreignKeysDropped } from './hazards/foreign-keys-dropped.ts';
import { hazard as foreignKeysUnchecked } from './hazards/foreign-keys-unchecked.ts';
import { hazard as identifierTruncated } from './hazards/identifier-truncated.ts';
import { hazard as implicitCommit } from './hazards/implicit-commit.ts';
import { hazard as implicitDefault } from './hazards/implicit-default.ts';
import { hazard as indexBuildBlocksWrites } from './hazards/index-build-blocks-writes.ts';
import { hazard as invalidIndexLeftBehind } from './hazards/invalid-index-left-behind.ts';
import { hazard as irreversible } from './hazards/irreversible.ts';
import { hazard as keyBuiltUnderLock } from './hazards/key-built-under-lock.ts';
import { hazard as keyDropped } from './hazards/key-dropped.ts';
import { hazard as lockWithoutTimeout } from './hazards/lock-without-timeout.ts';
import { hazard as locksHeldWhileWorking } from './hazards/locks-held-while-working.ts';
import { hazard as lostInRebuild } from './hazards/lost-in-rebuild.ts';
import { hazard as metadataLockWithoutTimeout } from './hazards/metadata-lock-without-timeout.ts';
import { hazard as needsNewerServer } from './hazards/needs-newer-server.ts';
import { hazard as notNullWithoutDefault } from './hazards/not-null-without-default.ts';
import { hazard as queryBroken } from './hazards/query-broken.ts';
import { hazard as rebuildDelaysReplicas } from './hazards/rebuild-delays-replicas.ts';
import { hazard as rebuiltRepeatedly } from './hazards/rebuilt-repeatedly.ts';
import { hazard as renamedInPlace } from './hazards/renamed-in-place.ts';
import { hazard as replicaIdentityLost } from './hazards/replica-identity-lost.ts';
import { hazard as rerunFails } from './hazards/rerun-fails.ts';
import { hazard as rowSecurityWithoutPolicy } from './hazards/row-security-without-policy.ts';
import { hazard as rowsCopiedAtOnce } from './hazards/rows-copied-at-once.ts';
import { hazard as rowsRemoved } from './hazards/rows-removed.ts';
import { hazard as settingWithoutEffect } from './hazards/setting-without-effect.ts';
import { hazard as severalLargeTablesLocked } from './hazards/several-large-tables-locked.ts';
import { hazard as tableDropped } from './hazards/table-dropped.ts';
import { hazard as tableRewrite } from './hazards/table-rewrite.ts';
import { hazard as timeZoneOfSession } from './hazards/time-zone-of-session.ts';
import { hazard as typeNarrowed } from './hazards/type-narrowed.ts';
import { hazard as unbatchedWrite } from './hazards/unbatched-write.ts';
import { hazard as viewDropped } from './hazards/view-dropped.ts';
import { hazard as volatileDefault } from './hazards/volatile-default.ts';
import { hazard as workUnderLock } from './hazards/work-under-lock.ts';
import { hazard as writersWait } from './hazards/writers-wait.ts';

/** Every hazard, by id. */
export const hazards: readonly Hazard[] = [
  alterBlocksWrites,
  backfillWithDdl,
  characterSetConverted,
  columnDropped,
  concurrentlyInTransaction,
  constraintCheckedUnderLock,
  crashSafetyLost,
  dependentBroken,
  dependentsDropped,
  dropDeletesDependents,
  enumValueUsedAtOnce,
  fails,
  foreignKeysDropped,
  foreignKeysUnchecked,
  identifierTruncated,
  implicitCommit,
  implicitDefault,
  indexBuildBlocksWrites,
  invalidIndexLeftBehind,
  irreversible,
  keyBuiltUnderLock,
  keyDropped,
  lockWithoutTimeout,
  locksHeldWhileWorking,
  lostInRebuild,
  metadataLockWithoutTimeout,
  needsNewerServer,
  notNullWithoutDefault,
  queryBroken,
  rebuildDelaysReplicas,
  rebuiltRepeatedly,
  renamedInPlace,
  replicaIdentityLost,
  rerunFails,
  rowSecurityWithoutPolicy,
  rowsCopiedAtOnce,
  rowsRemoved,
  settingWithoutEffect,
  severalLargeTablesLocked,
  tableDropped,
  tableRewrite,
  timeZoneOfSession,
  typeNarrowed,
  unbatchedWrite,
  viewDropped,
  volatileDefault,
  workUnderLock,
  writersWait,
];
