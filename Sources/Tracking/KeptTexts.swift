import RDSExports

/// How much of the tasks' texts a store keeps, so that no server can fill the memory.
///
/// A text from AWS has a few hundred bytes, a long warning a few thousand. Each is kept up to 64
/// KB, more than anyone reads on a screen, as long as all texts together fit into 128 MB: 300,000
/// tasks of the usual kind, or 13,000 with 10 KB each. Once that room is used up, only 128 bytes of
/// each further text are kept: enough for most ARNs, or the beginning of a message. What was cut
/// ends in an ellipsis, and a gap of the task says how long it was. The command `list` prints the
/// whole text.
struct KeptTexts: Sendable {
  static let longest = 64 << 10
  static let longestWhenFull = 128
  static let room = 128 << 20

  /// Bytes of the texts that are kept.
  private(set) var used = 0

  /// The task in the form in which to keep it, in place of what was known of it.
  mutating func keep(_ task: ExportTask, insteadOf known: ExportTask?) -> ExportTask {
    if let known {
      if known == task { return known }
      used -= known.textBytes
    }
    var kept = task.shortened(to: Self.longest)
    if used + kept.textBytes > Self.room { kept = task.shortened(to: Self.longestWhenFull) }
    used += kept.textBytes
    return kept
  }
}

extension KeptTexts {
  /// What the warning of a task says, if only a part of its text is kept: then the rest could no
  /// longer be counted.
  static func warningReport(of task: ExportTask, keptAs kept: ExportTask) -> WarningReport? {
    guard let text = task.warningMessage, text.utf8.count > longest,
      let part = kept.warningMessage, part.utf8.count > longestWhenFull * 2
    else { return nil }
    return WarningReport(text)
  }
}

extension ExportTask {
  /// AWS's identifiers have at most 60 characters. One of more than 256 bytes is always cut, so
  /// that it is the same text each time. Its ellipsis keeps it from being taken for another task's.
  private static let longestIdentifier = 256

  /// The identifier that the task is known by.
  var identity: String {
    Self.beginning(of: exportTaskIdentifier, bytes: Self.longestIdentifier) ?? exportTaskIdentifier
  }

  /// Each element of a list also costs the size of a `String`.
  fileprivate var textBytes: Int {
    var bytes = exportTaskIdentifier.utf8.count
    for text in [
      sourceArn, s3Bucket, s3Prefix, iamRoleArn, kmsKeyId, failureCause, warningMessage,
      status?.word, sourceType?.word,
    ] {
      if let text { bytes += text.utf8.count }
    }
    for text in exportOnly ?? [] { bytes += MemoryLayout<String>.size + text.utf8.count }
    return bytes
  }

  fileprivate func shortened(to limit: Int) -> ExportTask {
    var task = self
    var gaps = gaps
    func cut(_ text: String, _ member: ExportTaskMember, limit: Int = limit) -> String? {
      guard let beginning = Self.beginning(of: text, bytes: limit) else { return nil }
      gaps.append(ExportTaskGap(member, .cut(bytes: text.utf8.count)))
      return beginning
    }
    func shorten(_ text: inout String?, _ member: ExportTaskMember) {
      if let whole = text, let beginning = cut(whole, member) { text = beginning }
    }
    if let text = cut(exportTaskIdentifier, .exportTaskIdentifier, limit: Self.longestIdentifier) {
      task.exportTaskIdentifier = text
    }
    shorten(&task.sourceArn, .sourceArn)
    shorten(&task.s3Bucket, .s3Bucket)
    shorten(&task.s3Prefix, .s3Prefix)
    shorten(&task.iamRoleArn, .iamRoleArn)
    shorten(&task.kmsKeyId, .kmsKeyId)
    shorten(&task.failureCause, .failureCause)
    shorten(&task.warningMessage, .warningMessage)
    if case .unknown(let word) = status, let text = cut(word, .status) {
      task.status = .unknown(text)
    }
    if case .unknown(let word) = sourceType, let text = cut(word, .sourceType) {
      task.sourceType = .unknown(text)
    }
    if let (beginning, bytes) = Self.beginning(of: exportOnly ?? [], bytes: limit) {
      task.exportOnly = beginning
      gaps.append(ExportTaskGap(.exportOnly, .cut(bytes: bytes)))
    }
    task.gaps = gaps
    return task
  }

  /// At most `limit` bytes of a text, and an ellipsis; nil where it isn't longer.
  private static func beginning(of text: String, bytes limit: Int) -> String? {
    let bytes = text.utf8
    guard bytes.count > limit else { return nil }
    var end = bytes.index(bytes.startIndex, offsetBy: limit)
    while end > bytes.startIndex, bytes[end] & 0xC0 == 0x80 { end = bytes.index(before: end) }
    return String(text[..<end]) + "…"
  }

  /// As many elements as fit, and the size of all in bytes; nil where all fit.
  private static func beginning(of texts: [String], bytes limit: Int) -> ([String], bytes: Int)? {
    var all = 0
    var count = 0
    for text in texts {
      all += MemoryLayout<String>.size + text.utf8.count
      if all <= limit { count += 1 }
    }
    guard all > limit else { return nil }
    return (Array(texts[..<count]) + ["…"], all)
  }
}
