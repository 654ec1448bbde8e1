import AWSCore
import FoundationEssentials
import Planning

/// Reads the snapshots and clusters of RDS's answers. What it doesn't know is passed over.
struct ExportSourceReader: Sendable {
  /// What the answers of an operation call things.
  struct Spelling: Sendable {
    var kind: ExportSource.Kind
    var action: String
    var list: StaticString
    var element: StaticString
    var names: XMLVocabulary
    /// What each of the names is.
    var members: [Member]
  }

  enum Member: Sendable {
    case identifier, arn, database, isEncrypted, createdAt
    case engine, engineVersion, engineMode, status, snapshotType, allocatedStorage, kmsKeyID
    case storageType, percentProgress
  }

  private let spelling: Spelling
  /// An account's thousands of snapshots are of few databases, with few keys.
  private var interner = TextInterner()

  init(_ spelling: Spelling) { self.spelling = spelling }

  mutating func page(_ body: [UInt8]) throws(XMLError) -> OperationPage {
    var reader = try XMLReader(mending: body)
    let result = try reader.result(of: spelling.action)
    var sources: [ExportSource] = []
    var marker: String?
    while let child = try reader.nextChild(of: result) {
      if reader.isNamed(child, spelling.list) {
        while let element = try reader.nextChild(of: child) {
          guard reader.isNamed(element, spelling.element),
            let source = try source(element, &reader)
          else { continue }
          sources.append(source)
        }
      } else if reader.isNamed(child, "Marker") {
        marker = try reader.text(of: child)
      }
    }
    try reader.finish()
    return OperationPage(
      found: .sources(sources), count: sources.count,
      marker: marker?.isEmpty == false ? marker : nil)
  }

  /// Nil for one without a name or an ARN: nobody could export it.
  private mutating func source(
    _ element: XMLElement, _ reader: inout XMLReader
  ) throws(XMLError) -> ExportSource? {
    var source = ExportSource(
      kind: spelling.kind, arn: "", identifier: "", database: "", engine: "", status: "")
    var next = 0
    while let child = try reader.nextChild(of: element) {
      guard let index = reader.index(of: child, in: spelling.names, startingAt: next)
      else { continue }
      next = index + 1
      try reader.withText(of: child) { set(spelling.members[index], to: $0, in: &source) }
    }
    if source.kind == .dbCluster { source.database = source.identifier }
    return source.identifier.isEmpty || source.arn.isEmpty ? nil : source
  }

  private mutating func set(
    _ member: Member, to bytes: UnsafeBufferPointer<UInt8>, in source: inout ExportSource
  ) {
    guard !bytes.isEmpty else { return }
    switch member {
    case .identifier: source.identifier = String(decoding: bytes, as: UTF8.self)
    case .arn: source.arn = String(decoding: bytes, as: UTF8.self)
    case .database: source.database = interner.string(bytes)
    case .isEncrypted: source.isEncrypted = String(decoding: bytes, as: UTF8.self) == "true"
    case .createdAt: source.createdAt = AWSTimestamp.iso8601.date(bytes)
    case .engine: source.engine = interner.string(bytes)
    case .engineVersion: source.engineVersion = interner.string(bytes)
    case .engineMode: source.engineMode = interner.string(bytes)
    case .status: source.status = interner.string(bytes)
    case .snapshotType: source.snapshotType = interner.string(bytes)
    case .allocatedStorage: source.allocatedStorage = Int(String(decoding: bytes, as: UTF8.self))
    case .kmsKeyID: source.kmsKeyID = interner.string(bytes)
    case .storageType: source.storageType = interner.string(bytes)
    case .percentProgress: source.percentProgress = Int(String(decoding: bytes, as: UTF8.self))
    }
  }
}

extension ExportSourceReader.Spelling {
  /// - Parameter own: What the operation calls the members that each calls something else.
  init(
    _ kind: ExportSource.Kind, action: String, list: StaticString, element: StaticString,
    own: [(StaticString, ExportSourceReader.Member)]
  ) {
    let all = own + Self.common
    self.init(
      kind: kind, action: action, list: list, element: element,
      names: XMLVocabulary(all.map(\.0)), members: all.map(\.1))
  }

  private static let common: [(StaticString, ExportSourceReader.Member)] = [
    ("Engine", .engine), ("EngineVersion", .engineVersion), ("EngineMode", .engineMode),
    ("Status", .status), ("SnapshotType", .snapshotType),
    ("AllocatedStorage", .allocatedStorage), ("KmsKeyId", .kmsKeyID),
    ("StorageType", .storageType), ("PercentProgress", .percentProgress),
  ]
}
