import type { DatabaseSyncInstance as Database } from '@photostructure/sqlite';

/**
 * Closes a database after its write-ahead log has been moved into the file, so that the file alone is the whole. SQLite does it with
 * the last close, but not while statements are left, and this driver (1.2) leaves them to the garbage collector.
 */
export function closeDatabase(database: Database): void {
  try {
    database.exec('PRAGMA busy_timeout = 0; PRAGMA wal_checkpoint(TRUNCATE)');
  } catch {
    // Others are at work, or the disk is full. Nothing is lost: the log keeps what was not moved.
  }
  database.close();
}
