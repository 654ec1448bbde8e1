import Ground
import RDSExports

/// A pre-flight that is being made: the lines so far, and what they would have to know.
struct PreflightInquiry {
  let request: StartExportTaskRequest
  let place: Preflight.Place
  let known: KnownExports
  let level: Preflight.Level
  let answer: (Lookup) -> Preflight.Answer
  private let problems: [FieldProblem]
  private(set) var lines: [PreflightLine] = []
  private(set) var lookups: [Lookup] = []

  init(
    request: StartExportTaskRequest, place: Preflight.Place, known: KnownExports,
    level: Preflight.Level, answer: @escaping (Lookup) -> Preflight.Answer
  ) {
    self.request = request
    self.place = place
    self.known = known
    self.level = level
    self.answer = answer
    problems = request.problems()
  }

  // MARK: Lines

  mutating func pass(_ check: PreflightCheck, _ sentence: String) {
    lines.append(PreflightLine(check: check, outcome: .pass, sentence: sentence))
  }

  mutating func warn(_ check: PreflightCheck, _ sentence: String, fix: String) {
    lines.append(PreflightLine(check: check, outcome: .warning, sentence: sentence, fix: fix))
  }

  mutating func fail(_ check: PreflightCheck, _ sentence: String, fix: String) {
    lines.append(PreflightLine(check: check, outcome: .fail, sentence: sentence, fix: fix))
  }

  mutating func skip(_ check: PreflightCheck, because reason: Doubt) {
    lines.append(
      PreflightLine(
        check: check, outcome: .notChecked(because: reason.words),
        sentence: "Not checked \(check.question), because \(reason.words).",
        denied: reason.denied))
  }

  mutating func wait(_ check: PreflightCheck) {
    lines.append(
      PreflightLine(check: check, outcome: .checking, sentence: "Checking \(check.question) …"))
  }

  /// Says what is wrong with a field by itself.
  /// - Returns: Whether nothing is, so that more can be asked about it.
  mutating func isWellFormed(_ field: FieldProblem.Field, _ check: PreflightCheck) -> Bool {
    let problems = problems.filter { $0.field == field }
    for problem in problems {
      fail(check, problem.message, fix: "Correct --\(field.rawValue).")
    }
    return problems.isEmpty
  }

  // MARK: Questions

  enum Reply<Value> {
    case value(Value)
    /// There is nothing of that name.
    case missing
    case unknown(because: Doubt)
    case pending
  }

  /// Why something isn't known.
  struct Doubt: ExpressibleByStringInterpolation {
    var words: String
    /// The action that IAM doesn't allow, where that is why.
    var denied: String?

    init(_ words: String, denied: String? = nil) { (self.words, self.denied) = (words, denied) }

    init(stringLiteral value: String) { self.init(value) }
  }

  /// Asks what is known, and notes what would have to be looked up.
  /// - Parameter pick: Takes what is wanted from a page; nil where it isn't there.
  mutating func ask<Value>(_ lookup: Lookup, _ pick: (Found) -> Value?) -> Reply<Value> {
    if let reason = level.reasonNotAsked(lookup) { return .unknown(because: Doubt(reason)) }
    switch answer(lookup) {
    case .notAsked:
      if !lookups.contains(lookup) { lookups.append(lookup) }
      return .pending
    case .underWay: return .pending
    case .found(let pages):
      for page in pages {
        if let value = pick(page) { return .value(value) }
      }
      return .missing
    case .problem(let problem):
      let summary = Self.shown(problem.summary)
      switch problem.kind {
      case .missing: return .missing
      case .denied:
        return .unknown(
          because: Doubt("you may not ask: \(summary)", denied: lookup.permission))
      case .failed: return .unknown(because: "the question failed: \(summary)")
      }
    }
  }

  /// A text from outside, on one line and without a full stop at its end.
  static func shown(_ text: String) -> String {
    var line = UntrustedText.oneLine(text, limit: 300)
    while line.last == "." { line.removeLast() }
    return line
  }
}

extension Preflight.Level {
  /// Why a question isn't put to AWS; nil where it is.
  func reasonNotAsked(_ lookup: Lookup) -> String? {
    switch self {
    case .full: return nil
    case .off: return "the setting checks is off"
    case .basic: break
    }
    switch lookup {
    case .dbSnapshots, .dbClusterSnapshots, .dbClusters, .buckets, .bucket, .publicAccess,
      .objectLock:
      return nil
    case .roles, .role, .permissions, .caller:
      return "the setting checks is basic, with which IAM isn't asked"
    case .keyAliases, .keys, .key:
      return "the setting checks is basic, with which KMS isn't asked"
    }
  }
}
