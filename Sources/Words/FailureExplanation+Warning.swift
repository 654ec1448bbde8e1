import FoundationEssentials

extension FailureExplanation {
  /// Explains a `WarningMessage`, which is a JSON document in a string, or plain text; nil where it
  /// says nothing.
  ///
  /// This runs each time that the details are drawn. So a document longer than AWS's own is shown
  /// as plain text, and only the first entries of a long list are explained.
  public static func explain(warningMessage: String) -> FailureExplanation? {
    guard warningMessage.utf8.count <= longestDocument,
      let document = try? JSONDecoder().decode(WarningValue.self, from: Data(warningMessage.utf8)),
      case .object(let lists) = document
    else { return plain(warningMessage) }
    let skipped = lists.sorted { $0.key < $1.key }.filter { $0.key != "general" }
      .flatMap { key, value in value.elements.map { Skip(kind: key, value: $0) } }
    let general = (lists["general"]?.elements ?? []).map { Skip(kind: "general", value: $0) }
    guard !skipped.isEmpty || !general.isEmpty else { return nil }
    return FailureExplanation(
      headline: headline(skipped: skipped, general: general),
      checks: checks(for: general + skipped))
  }

  private static let longestDocument = 16 << 10
  private static let mostSkips = 50

  private static func plain(_ text: String) -> FailureExplanation? {
    let line = Format.line(text, limit: 300)
    if line.allSatisfy(\.isWhitespace) { return nil }
    return FailureExplanation(headline: line, checks: [compare])
  }

  private static func headline(skipped: [Skip], general: [Skip]) -> String {
    let tables = skipped.filter { $0.kind == "skippedTables" }.count
    let others = skipped.count - tables
    var parts: [String] = []
    if tables > 0 { parts.append(tables == 1 ? "1 table" : "\(tables) tables") }
    if others > 0 { parts.append(others == 1 ? "1 other thing" : "\(others) other things") }
    if parts.isEmpty { return general.first.map(\.inWords) ?? "" }
    let isOne = skipped.count == 1
    return parts.joined(separator: " and ")
      + (isOne
        ? " was skipped and is not in the export." : " were skipped and are not in the export.")
  }

  private static func checks(for skips: [Skip]) -> [String] {
    var checks: [String] = []
    for skip in skips.prefix(mostSkips) {
      let line = skip.name.map { "\($0): \(skip.inWords)" } ?? skip.inWords
      if !checks.contains(line) { checks.append(line) }
    }
    if skips.count > mostSkips {
      checks.append("and \(skips.count - mostSkips) more: see the warning")
    }
    for reason in Reason.allCases where skips.contains(where: { $0.reason == reason.rawValue }) {
      checks.append(reason.advice)
    }
    return checks + [compare]
  }

  private static let compare =
    "Compare what is in the bucket with what you expected before anyone relies on this export."

  /// The reasons that the user guides name.
  private enum Reason: String, CaseIterable {
    case tableListFailed = "FAILED_TO_EXTRACT_TABLES_LIST_FOR_DATABASE"
    case noPermissions = "PERMISSIONS_DO_NOT_EXIST"

    var words: String {
      switch self {
      case .tableListFailed: "RDS couldn't list the tables of a database, so none was exported."
      case .noPermissions: "The database's master user may not read it."
      }
    }

    var advice: String {
      switch self {
      case .tableListFailed:
        "See in the database that every exported name exists and that its tables can be listed; "
          + "then export what is missing with ExportOnly."
      case .noPermissions:
        "In the database: GRANT ALL PRIVILEGES ON ALL TABLES IN SCHEMA schema_name TO master_user; "
          + "then take a new snapshot and export that."
      }
    }
  }

  /// One thing that the export skipped, and why.
  private struct Skip {
    var kind: String
    var name: String?
    var reason: String?

    init(kind: String, value: WarningValue) {
      self.kind = kind
      switch value {
      case .object(let members):
        reason = members["reason"]?.text
        let ranked = members.filter { $0.key != "reason" }.sorted {
          (Self.rank($0.key), $0.key) < (Self.rank($1.key), $1.key)
        }
        let parts = ranked.compactMap(\.value.text).filter { !$0.isEmpty }
        name = parts.isEmpty ? nil : parts.joined(separator: ".")
      default:
        if kind == "general" { reason = value.text } else { name = value.text }
      }
    }

    var inWords: String {
      guard let reason else { return "No reason was given." }
      return Reason(rawValue: reason)?.words ?? reason
    }

    /// From the outside in: database, schema, table.
    private static func rank(_ key: String) -> Int {
      let key = key.lowercased()
      return ["database", "schema", "table"].firstIndex { key.contains($0) } ?? 3
    }
  }
}

/// Any JSON value: AWS does not document the members of a warning, so any of them may be missing or
/// of another type.
private enum WarningValue: Decodable {
  case text(String)
  case list([WarningValue])
  case object([String: WarningValue])
  case nothing

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .nothing
    } else if let object = try? container.decode([String: WarningValue].self) {
      self = .object(object)
    } else if let list = try? container.decode([WarningValue].self) {
      self = .list(list)
    } else if let text = try? container.decode(String.self) {
      self = .text(Format.line(text))
    } else if let truth = try? container.decode(Bool.self) {
      self = .text("\(truth)")
    } else {
      self = .text("\(try container.decode(Double.self))")
    }
  }

  var text: String? {
    if case .text(let text) = self { text } else { nil }
  }

  var elements: [WarningValue] {
    switch self {
    case .list(let elements): elements
    case .text(let text) where !text.isEmpty: [self]
    case .object: [self]
    case .text, .nothing: []
    }
  }
}
