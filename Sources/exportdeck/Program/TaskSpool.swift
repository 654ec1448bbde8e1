import RDSExports

/// Tasks that wait in a spool to be printed, each with its bytes. A task that is added again takes
/// the place of the one before: the pages of a list shift when an export is started while they are
/// read, and what was read later is newer.
struct TaskSpool {
  private var spool: Spool
  private var lengths: [UInt32] = []
  /// The number of the newest record of each task.
  private var newest: [Int: UInt32] = [:]
  /// The records that newer ones have replaced.
  private var replaced: Set<UInt32> = []

  /// - Parameter folder: For what is too large for memory.
  init(folder: String) { spool = Spool(folder: folder) }

  /// How many records were added.
  var count: Int { lengths.count }

  /// Whether no newer one has replaced a record.
  func holds(_ record: Int) -> Bool { !replaced.contains(UInt32(record)) }

  /// Whether any task came more than once.
  var hasReplaced: Bool { !replaced.isEmpty }

  mutating func add(
    _ bytes: [UInt8], _ records: some Sequence<EncodedExportTasks.Record>
  ) throws(SpoolError) {
    for record in records {
      let number = UInt32(lengths.count)
      lengths.append(UInt32(clamping: record.length))
      if let identity = record.identity,
        let before = newest.updateValue(number, forKey: identity)
      {
        replaced.insert(before)
      }
    }
    try spool.add(bytes)
  }

  /// Gives the bytes of all tasks, each once, piece by piece, until `take` says no; then no more can
  /// be added.
  func each(_ take: (ArraySlice<UInt8>) -> Bool) throws(SpoolError) {
    if replaced.isEmpty { return try spool.each(take) }
    var gaps = gaps[...]
    var offset = 0
    try spool.each { piece in
      let start = offset
      offset += piece.count
      var at = start
      while at < offset {
        while let gap = gaps.first, gap.upperBound <= at { gaps.removeFirst() }
        let gap = gaps.first ?? offset..<offset
        if gap.contains(at) {
          at = min(gap.upperBound, offset)
          continue
        }
        let end = min(max(gap.lowerBound, at), offset)
        let first = piece.startIndex - start
        guard take(piece[(first + at)..<(first + end)]) else { return false }
        at = end
      }
      return true
    }
  }

  /// Where the replaced records are among the bytes.
  private var gaps: [Range<Int>] {
    var gaps: [Range<Int>] = []
    var start = 0
    for (number, length) in lengths.enumerated() {
      let end = start + Int(length)
      if replaced.contains(UInt32(number)) { gaps.append(start..<end) }
      start = end
    }
    return gaps
  }

  /// Lets the file go.
  func close() { spool.close() }
}
