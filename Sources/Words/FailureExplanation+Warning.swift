import RDSExports

extension FailureExplanation {
  /// Explains what a `WarningMessage` reports, with one line for each reason; nil where there is
  /// nothing in it.
  public static func explain(_ report: WarningReport) -> FailureExplanation? {
    guard let first = report.groups.first else { return nil }
    let skipped = quantity(tables: report.tables, others: report.others)
    let isAlone = report.groups.count == 1 && report.entriesBeyond == 0
    let headline =
      if skipped.isEmpty {
        // The only reason is the headline, and its line does not say it again.
        isAlone ? words(for: first) : "RDS warns of this export, for more than one reason."
      } else {
        skipped
          + (report.tables + report.others == 1
            ? " was skipped and is not in the export." : " were skipped and are not in the export.")
      }
    var checks = report.groups.map { line(for: $0, saysReason: !(isAlone && skipped.isEmpty)) }
      .filter { !$0.isEmpty }
    if report.entriesBeyond > 0 {
      checks.append(
        "and \(Format.grouped(report.entriesBeyond)) more for other reasons: see the warning")
    }
    return FailureExplanation(headline: headline, checks: checks + [compare])
  }

  private static let compare =
    "Compare what is in the bucket with what you expected before anyone relies on this export."

  /// `300 tables and 1 other thing`; empty where there are none.
  private static func quantity(tables: Int, others: Int) -> String {
    var parts: [String] = []
    if tables > 0 { parts.append(tables == 1 ? "1 table" : "\(Format.grouped(tables)) tables") }
    if others > 0 {
      parts.append(others == 1 ? "1 other thing" : "\(Format.grouped(others)) other things")
    }
    return parts.joined(separator: " and ")
  }

  /// How many, why, what to do, and what the first of them are called.
  private static func line(for group: WarningReport.Group, saysReason: Bool) -> String {
    var parts: [String] = []
    if saysReason {
      let quantity = quantity(tables: group.tables, others: group.others)
      parts.append((quantity.isEmpty ? "" : "\(quantity): ") + words(for: group))
    }
    if let reason = Reason(group.reason) { parts.append(reason.advice) }
    if !group.names.isEmpty {
      let rest = group.named - group.names.count
      let names = group.names.map { Format.line($0) }.joined(separator: ", ")
      parts.append("These are: \(names)" + (rest > 0 ? " and \(Format.grouped(rest)) more." : "."))
    }
    return parts.joined(separator: " ")
  }

  private static func words(for group: WarningReport.Group) -> String {
    guard let reason = group.reason else { return "No reason was given." }
    if let known = Reason(reason) { return known.words }
    var word = Format.line(reason)[...]
    while let last = word.last, ".;:, ".contains(last) { word.removeLast() }
    return "\(word)."
  }

  /// The reasons that the user guides name.
  private enum Reason: String {
    case tableListFailed = "FAILED_TO_EXTRACT_TABLES_LIST_FOR_DATABASE"
    case noPermissions = "PERMISSIONS_DO_NOT_EXIST"

    init?(_ word: String?) {
      guard let word, let reason = Reason(rawValue: word.uppercased()) else { return nil }
      self = reason
    }

    var words: String {
      switch self {
      case .tableListFailed: "RDS couldn't list the tables of a database, so none was exported."
      case .noPermissions: "The database's master user has no permission to read it."
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
}
