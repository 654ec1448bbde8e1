import Planning
import RDSExports
import Tracking
import Words

/// How it stands with the newest snapshot of a database, which is to be exported instead of the one
/// that was exported last.
struct NewestSource: Hashable, Sendable {
  enum Progress: Hashable, Sendable {
    /// How many snapshots there are so far.
    case lookingFor(Int)
    case found
    /// The last one stays, for this reason.
    case kept(because: String)
  }

  /// The ARN of what was exported last.
  var last: String
  /// What its kind is listed by.
  var lookup: Lookup
  var progress = Progress.lookingFor(0)

  var isLooking: Bool { if case .lookingFor = progress { true } else { false } }

  /// Nil for a cluster, which is its own newest state, and for what is no source.
  init?(last: String) {
    switch ExportSource.Kind(ofArn: last) {
    case .dbSnapshot: lookup = .dbSnapshots()
    case .dbClusterSnapshot: lookup = .dbClusterSnapshots()
    case .dbCluster, nil: return nil
    }
    self.last = last
  }
}

extension StartForm {
  /// Looks for the newest snapshot once more, where that is the program's choice.
  mutating func lookForNewest() { if isSourceUntyped { newest?.progress = .lookingFor(0) } }

  /// Whether the source is the program's choice.
  var isSourceUntyped: Bool { isUntyped(.sourceArn) }

  func isUntyped(_ field: FieldProblem.Field) -> Bool { text(field) == texts[field] ?? "" }

  /// Puts a text into a field as what nobody has typed.
  mutating func fill(_ field: FieldProblem.Field, _ text: String?) {
    set(field, text)
    texts[field] = self.text(field)
  }

  /// Takes in what has come of the snapshots: the newest one takes the last one's place once all are
  /// known, unless something was typed there.
  /// - Returns: Whether a field has changed.
  mutating func takeNewest(_ lookups: Lookups) -> Bool {
    guard var newest, newest.isLooking else { return false }
    let answer = lookups.answer(to: newest.lookup, at: site)
    defer { self.newest = newest }
    guard isSourceUntyped else {
      newest.progress = .found
      return false
    }
    if let problem = answer?.problem {
      newest.progress = .kept(because: Format.line(problem.words(for: newest.lookup)))
      return false
    }
    guard let answer, answer.isWhole else {
      newest.progress = .lookingFor(lookups.shelf(.sources, at: site)?.offers.count ?? 0)
      return false
    }
    let sources = lookups.shelf(.sources, at: site)?.sources ?? []
    guard let source = StartPlan.newestSource(like: newest.last, among: sources) else {
      newest.progress = .kept(because: "no snapshot of its database is there that can be exported")
      return false
    }
    newest.progress = .found
    guard source.arn != text(.sourceArn) else { return false }
    fill(.sourceArn, source.arn)
    return true
  }
}
