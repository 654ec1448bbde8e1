import Ground
import RDSExports

/// The texts of a task that a filter's word is looked for in, one after the other in one piece of
/// memory. A search then goes through a hundred thousand tasks as fast as memory can be read, and
/// the texts take half the room of separate strings.
struct PackedTexts: Sendable {
  /// The source's ARN, the identifier, the bucket and the prefix, with a NUL between any two. No
  /// text contains a NUL.
  private let bytes: [UInt8]
  /// Where the source's name begins (it ends where the ARN ends), and where each text ends.
  private let nameStart, sourceEnd, identifierEnd, bucketEnd: UInt32
  /// What the task has of them.
  private let present: Members

  private struct Members: OptionSet {
    let rawValue: UInt8
    static let source = Members(rawValue: 1)
    static let bucket = Members(rawValue: 2)
    static let prefix = Members(rawValue: 4)
  }

  init(of task: ExportTask) {
    var bytes: [UInt8] = []
    let texts = [task.sourceArn, task.exportTaskIdentifier, task.s3Bucket, task.s3Prefix]
    bytes.reserveCapacity(texts.reduce(texts.count - 1) { $0 + ($1?.utf8.count ?? 0) })
    func append(_ text: String?) -> UInt32 {
      if let text { bytes.append(contentsOf: text.utf8) }
      return UInt32(bytes.count)
    }
    sourceEnd = append(task.sourceArn)
    nameStart = bytes.withUnsafeBufferPointer {
      UInt32(ARN.Parts($0)?.resourceID?.lowerBound ?? 0)
    }
    bytes.append(0)
    identifierEnd = append(task.exportTaskIdentifier)
    bytes.append(0)
    bucketEnd = append(task.s3Bucket)
    bytes.append(0)
    _ = append(task.s3Prefix)
    self.bytes = bytes
    var present = Members()
    if task.sourceArn != nil { present.insert(.source) }
    if task.s3Bucket != nil { present.insert(.bucket) }
    if task.s3Prefix != nil { present.insert(.prefix) }
    self.present = present
  }

  /// Where a text is in the bytes; nil where the task has none.
  func range(of text: SearchedText) -> Range<Int>? {
    switch text {
    case .source: present.contains(.source) ? 0..<Int(sourceEnd) : nil
    case .sourceName: present.contains(.source) ? Int(nameStart)..<Int(sourceEnd) : nil
    case .identifier: Int(sourceEnd) + 1..<Int(identifierEnd)
    case .bucket: present.contains(.bucket) ? Int(identifierEnd) + 1..<Int(bucketEnd) : nil
    case .prefix: present.contains(.prefix) ? Int(bucketEnd) + 1..<bytes.count : nil
    case .allForWord: Int(nameStart)..<bytes.count
    }
  }

  func string(_ text: SearchedText) -> String? {
    range(of: text).map { String(decoding: bytes[$0], as: UTF8.self) }
  }

  /// The result of `body` for a text's bytes; false where the task has no such text.
  @inline(__always)
  func with(_ text: SearchedText, _ body: (UnsafeBufferPointer<UInt8>) -> Bool) -> Bool {
    guard let range = range(of: text) else { return false }
    return bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[range])) }
  }
}

/// A text of a task that is searched often.
public enum SearchedText: Sendable {
  case identifier, source, bucket, prefix
  /// The part of the source's ARN that names it; the whole text where that isn't an ARN.
  case sourceName
  /// The source's name, the identifier, the bucket and the prefix with a NUL between any two.
  case allForWord
}

extension TrackedTask {
  /// Whether a text's bytes pass a test; false where the task has no such text.
  public func has(
    _ text: SearchedText, where test: (UnsafeBufferPointer<UInt8>) -> Bool
  ) -> Bool { texts.with(text, test) }
}
