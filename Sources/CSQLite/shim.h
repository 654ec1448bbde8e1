#ifndef EXPORTDECK_CSQLITE_SHIM_H
#define EXPORTDECK_CSQLITE_SHIM_H

#if !__has_include(<sqlite3.h>)
#error "SQLite is missing: sudo apt-get install libsqlite3-dev"
#endif

#include <sqlite3.h>
#include <sys/vfs.h>

/* A macro with a cast doesn't reach Swift: the text is copied before the call returns. */
static inline int cs_bind_text(sqlite3_stmt *statement, int index, const char *text, int bytes) {
  return sqlite3_bind_text(statement, index, text, bytes, SQLITE_TRANSIENT);
}

/* The number of the file system that an open file or folder is on, as in statfs(2); 0 if it can't be
 * told. Swift's C library has no statfs. */
static inline unsigned int cs_file_system(int descriptor) {
  struct statfs status;
  return fstatfs(descriptor, &status) == 0 ? (unsigned int)status.f_type : 0;
}

/* Variadic functions don't reach Swift either. What SQL a file brings along (views, triggers) is not trusted. */
static inline int cs_harden(sqlite3 *database) {
  int code = sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0);
  if (code != SQLITE_OK) return code;
  return sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)0);
}

#endif
