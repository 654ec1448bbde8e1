/// What a `WarningMessage` says: how much was left out for which reason.
///
/// AWS documents neither the members of these documents nor the reasons, so whatever stands in a
/// list of the document counts as an entry. Its size is bounded, whatever the document's.
public struct WarningReport: Sendable, Hashable {
  /// Everything that has one reason.
  public struct Group: Sendable, Hashable {
    /// AWS's word for the reason; nil where an entry gives none.
    public var reason: String?
    /// How many entries `skippedTables` has.
    public var tables = 0
    /// How many entries the other lists of skipped things have.
    public var others = 0
    /// How many entries `general` has.
    public var remarks = 0
    /// What the first entries name, each from the outside in: `shop.public.stock`.
    public var names: [String] = []
    /// How many entries name something.
    public var named = 0

    public init(reason: String?) { self.reason = reason }
  }

  public static let mostNames = 5
  /// A document with more reasons than that is no help to anyone.
  public static let mostGroups = 20

  /// In the order of the document.
  public private(set) var groups: [Group] = []
  /// How many entries `skippedTables` has, and the other lists of skipped things.
  public private(set) var tables = 0
  public private(set) var others = 0
  /// How many entries have reasons beyond `mostGroups`.
  public private(set) var entriesBeyond = 0

  /// Nil for a text that is no such document: plain text, or JSON that was cut short.
  public init?(_ message: String) {
    var message = message
    var report = WarningReport()
    guard message.withUTF8({ report.read($0) }) else { return nil }
    self = report
  }

  private init() {}

  /// - Returns: Whether it was a document.
  private mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var reader = WarningReader(bytes)
    let isWhole = reader.members { name, reader in
      guard reader.peek() == "[" else {
        guard let entry = reader.entry() else { return false }
        note(entry, in: name)
        return true
      }
      return reader.elements { reader in
        guard let entry = reader.entry() else { return false }
        note(entry, in: name)
        return true
      }
    }
    return isWhole && reader.peek() == nil
  }

  private mutating func note(_ entry: WarningReader.Entry, in list: String) {
    var reason: String?
    var name: String?
    switch entry {
    case .nothing: return
    case .text(let text) where list == "general": reason = text
    case .text(let text): name = text
    case .members(let members):
      reason = members.first { $0.name == "reason" }?.text
      name = Self.name(in: members)
    }
    switch list {
    case "general": break
    case "skippedTables": tables += 1
    default: others += 1
    }
    guard let place = place(of: reason) else {
      entriesBeyond += 1
      return
    }
    switch list {
    case "skippedTables": groups[place].tables += 1
    case "general": groups[place].remarks += 1
    default: groups[place].others += 1
    }
    guard let name else { return }
    groups[place].named += 1
    if groups[place].names.count < Self.mostNames {
      groups[place].names.append(Self.beginning(of: name))
    }
  }

  private mutating func place(of reason: String?) -> Int? {
    let reason = reason.map(Self.beginning)
    if let place = groups.firstIndex(where: { $0.reason == reason }) { return place }
    let folded = reason?.uppercased()
    if let place = groups.firstIndex(where: { $0.reason?.uppercased() == folded }) { return place }
    guard groups.count < Self.mostGroups else { return nil }
    groups.append(Group(reason: reason))
    return groups.count - 1
  }

  /// A name has up to 63 characters in each of its parts, and a reason may be a sentence.
  private static func beginning(of text: String) -> String {
    text.utf8.count <= 300 ? text : String(text.prefix(299)) + "…"
  }

  private static func name(in members: [WarningReader.Member]) -> String? {
    let ranked = members.filter { $0.name != "reason" }
      .map { (rank: rank($0.name), member: $0) }
      .sorted { ($0.rank, $0.member.name) < ($1.rank, $1.member.name) }
    return ranked.isEmpty ? nil : ranked.map(\.member.text).joined(separator: ".")
  }

  /// From the outside in: database, schema, table.
  private static func rank(_ name: String) -> Int {
    let name = name.lowercased()
    return ["database", "schema", "table"].firstIndex { name.contains($0) } ?? 3
  }
}

extension ExportTask {
  /// The `WarningMessage`, nil where it says nothing: a document whose lists are all empty is no
  /// warning.
  public var warning: String? { warningMessage.flatMap { $0.isEmptyWarning ? nil : $0 } }
}

extension String {
  /// Whether a `WarningMessage` is blank, or a JSON document without a single entry.
  public var isEmptyWarning: Bool {
    var text = self
    return text.withUTF8 { bytes in
      var reader = WarningReader(bytes)
      return reader.findsNothing()
    }
  }
}
