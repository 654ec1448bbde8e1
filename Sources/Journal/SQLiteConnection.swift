import CSQLite

/// Something that SQLite could not do.
struct SQLiteFailure: Error {
  /// The primary result code; SQLITE_FULL for all that lacks room.
  var code: Int32
  var message: String

  init(code: Int32, message: String) {
    // With a full disk SQLite can't enlarge the index of what isn't merged yet, and calls it a
    // failure of the disk.
    let indexCannotGrow = SQLITE_IOERR | 19 << 8  // SQLITE_IOERR_SHMSIZE, a macro Swift can't see
    self.code = code == indexCannotGrow ? SQLITE_FULL : code & 0xFF
    self.message = message
  }

  var isBusy: Bool { code == SQLITE_BUSY || code == SQLITE_LOCKED }
  var isFull: Bool { code == SQLITE_FULL }
}

/// A database file that is open, or a database in memory.
final class SQLiteConnection {
  private let handle: OpaquePointer
  private var statements: [String: OpaquePointer] = [:]

  /// A value of a row.
  enum Value {
    case null
    case number(Double)
    case whole(Int)
    case text(String)

    init(_ text: String?) { self = text.map(Value.text) ?? .null }
    init(_ number: Double?) { self = number.map(Value.number) ?? .null }
  }

  /// - Parameters:
  ///   - path: Nil for one in memory.
  ///   - patience: How long to wait for another program that writes, in milliseconds.
  ///   - isReadOnly: Whether nothing is to be written.
  init(_ path: String?, patience: Int32, isReadOnly: Bool = false) throws(SQLiteFailure) {
    var opened: OpaquePointer?
    let access = isReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE
    let flags = access | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX
    let code = sqlite3_open_v2(path ?? ":memory:", &opened, flags, nil)
    guard let opened else { throw SQLiteFailure(code: code, message: "no memory") }
    handle = opened
    guard code == SQLITE_OK else { throw failure(code) }
    sqlite3_busy_timeout(handle, patience)
    let hardened = cs_harden(handle)
    guard hardened == SQLITE_OK else { throw failure(hardened) }
  }

  deinit {
    for statement in statements.values { sqlite3_finalize(statement) }
    sqlite3_close(handle)
  }

  private func failure(_ code: Int32) -> SQLiteFailure {
    let isOfHandle = sqlite3_errcode(handle) & 0xFF == code & 0xFF
    return SQLiteFailure(
      code: isOfHandle ? sqlite3_extended_errcode(handle) : code,
      message: String(cString: sqlite3_errmsg(handle)))
  }

  /// Whether the file could be opened for reading alone.
  var isReadOnly: Bool { sqlite3_db_readonly(handle, "main") == 1 }

  /// How many rows the last change changed.
  var changes: Int { Int(sqlite3_changes(handle)) }

  /// Runs SQL without values and results.
  func run(script: String) throws(SQLiteFailure) {
    let code = sqlite3_exec(handle, script, nil, nil, nil)
    guard code == SQLITE_OK else { throw failure(code) }
  }

  func run(_ sql: String, _ values: Value...) throws(SQLiteFailure) {
    _ = try rows(sql, values) { _ in true }
  }

  /// The rows of a query, each made by `make` from its columns; those that it refuses are left out.
  func rows<Row>(
    _ sql: String, _ values: [Value] = [], _ make: (SQLiteRow) -> Row?
  ) throws(SQLiteFailure) -> [Row] {
    let statement = try prepared(sql)
    defer {
      sqlite3_reset(statement)
      sqlite3_clear_bindings(statement)
    }
    for (index, value) in values.enumerated() {
      let code = Self.bind(value, to: statement, at: Int32(index + 1))
      guard code == SQLITE_OK else { throw failure(code) }
    }
    var rows: [Row] = []
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW: if let row = make(SQLiteRow(statement: statement)) { rows.append(row) }
      case SQLITE_DONE: return rows
      case let code: throw failure(code)
      }
    }
  }

  func number(_ sql: String) throws(SQLiteFailure) -> Int {
    try rows(sql) { $0.whole(0) }.first ?? 0
  }

  /// Does all of it or nothing.
  func transaction<Result>(
    _ body: () throws(SQLiteFailure) -> Result
  ) throws(SQLiteFailure) -> Result {
    try run(script: "BEGIN IMMEDIATE")
    do throws(SQLiteFailure) {
      let result = try body()
      try run(script: "COMMIT")
      return result
    } catch {
      // SQLite may have rolled back by itself.
      if sqlite3_get_autocommit(handle) == 0 { sqlite3_exec(handle, "ROLLBACK", nil, nil, nil) }
      throw error
    }
  }

  private func prepared(_ sql: String) throws(SQLiteFailure) -> OpaquePointer {
    if let known = statements[sql] { return known }
    var statement: OpaquePointer?
    let code = sqlite3_prepare_v2(handle, sql, -1, &statement, nil)
    guard code == SQLITE_OK, let statement else { throw failure(code) }
    statements[sql] = statement
    return statement
  }

  private static func bind(
    _ value: Value, to statement: OpaquePointer, at index: Int32
  ) -> Int32 {
    switch value {
    case .null: sqlite3_bind_null(statement, index)
    case .number(let number): sqlite3_bind_double(statement, index, number)
    case .whole(let number): sqlite3_bind_int64(statement, index, Int64(number))
    case .text(let text): cs_bind_text(statement, index, text, Int32(text.utf8.count))
    }
  }
}

/// A row of a query, while it is read.
struct SQLiteRow {
  fileprivate let statement: OpaquePointer

  func whole(_ column: Int32) -> Int { Int(sqlite3_column_int64(statement, column)) }

  func number(_ column: Int32) -> Double { sqlite3_column_double(statement, column) }

  /// Nil where there is none.
  func text(_ column: Int32) -> String? {
    guard let bytes = sqlite3_column_text(statement, column) else { return nil }
    let count = Int(sqlite3_column_bytes(statement, column))
    return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  }
}
