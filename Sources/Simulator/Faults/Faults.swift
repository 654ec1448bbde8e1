/// What a simulator does wrong on purpose. The empty value does nothing wrong.
public struct Faults: Sendable, Hashable {
  /// Which calls are affected.
  public enum Dose: Sendable, Hashable {
    case never
    case always
    /// The next calls, this many, then never.
    case next(Int)
    /// A share of the calls, 0…1, chosen by the seed.
    case share(Double)
  }

  /// What `DescribeExportTasks` does with `Filters`.
  public enum Filters: String, Sendable, Hashable, CaseIterable {
    /// As AWS does.
    case honoured
    /// Every task is listed, as servers do that don't read filters.
    case ignored
    /// `InvalidParameterValue`.
    case refused
    /// The values of `status` are compared with the upper-case words of the answers, so that the
    /// lower-case ones that AWS demands match nothing.
    case caseCompared = "case-compared"
  }

  /// 400 `Throttling`, "Rate exceeded".
  public var throttling = Dose.never
  /// 500 `InternalFailure`.
  public var serverErrors = Dose.never
  /// 502 with an HTML page, as from a load balancer.
  public var htmlBodies = Dose.never
  /// The connection is closed in the middle of the body that was announced.
  public var truncatedBodies = Dose.never
  /// A body that is complete for HTTP but whose XML ends in the middle.
  public var cutBodies = Dose.never
  /// The connection is closed before anything is done.
  public var droppedConnections = Dose.never
  /// The call is carried out, then the connection is closed without an answer.
  public var lostAnswers = Dose.never
  /// 403 `ExpiredToken`.
  public var expiredTokens = Dose.never
  /// 403 `AccessDenied`.
  public var accessDenied = Dose.never
  /// The time before an answer begins, in milliseconds of the timekeeper.
  public var latencyMilliseconds = 0
  /// The time between two pieces of a body (each 1/16 of it), in milliseconds; 0 sends it at once.
  public var dripMilliseconds = 0
  /// How far the server's clock is ahead of the timekeeper's, in seconds: in its Date headers, the
  /// times in its answers and its judgement of signatures.
  public var clockAheadSeconds = 0
  public var filters = Filters.honoured
  /// The only action that is affected; nil for all. `clockAheadSeconds` and `filters` don't depend
  /// on it.
  public var onlyAction: String?

  public init() {}
}

/// What can go wrong with one call.
enum Mishap: CaseIterable {
  case droppedConnection, expiredToken, accessDenied, throttling, serverError, htmlBody
  case lostAnswer, truncatedBody, cutBody

  var dose: WritableKeyPath<Faults, Faults.Dose> {
    switch self {
    case .droppedConnection: \.droppedConnections
    case .expiredToken: \.expiredTokens
    case .accessDenied: \.accessDenied
    case .throttling: \.throttling
    case .serverError: \.serverErrors
    case .htmlBody: \.htmlBodies
    case .lostAnswer: \.lostAnswers
    case .truncatedBody: \.truncatedBodies
    case .cutBody: \.cutBodies
    }
  }
}

extension Faults {
  /// The mishap of one call, if it has one; counts it off a `next` dose.
  mutating func mishap(_ random: inout SeededRandom) -> Mishap? {
    Mishap.allCases.first { takes(&self[keyPath: $0.dose], &random) }
  }

  func concern(_ action: String) -> Bool { onlyAction == nil || onlyAction == action }

  private func takes(_ dose: inout Dose, _ random: inout SeededRandom) -> Bool {
    switch dose {
    case .never: return false
    case .always: return true
    case .share(let share): return random.unit() < share
    case .next(let count):
      dose = count > 1 ? .next(count - 1) : .never
      return count > 0
    }
  }
}
