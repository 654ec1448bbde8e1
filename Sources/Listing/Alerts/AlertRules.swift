import Tracking

/// How an alert gets through to a person, besides the band on the screen.
public struct AlertWays: OptionSet, Hashable, Sendable {
  public let rawValue: Int

  public init(rawValue: Int) { self.rawValue = rawValue }

  /// A message in the corner of the screen.
  public static let toast = AlertWays(rawValue: 1)
  public static let bell = AlertWays(rawValue: 2)
  /// A notification of the desktop, by the terminal.
  public static let notification = AlertWays(rawValue: 4)

  /// Their names in the configuration.
  public static let named: [(name: String, way: AlertWays)] = [
    ("toast", .toast), ("bell", .bell), ("notification", .notification),
  ]
}

/// Which alerts are told, and how. Every rule that an alert fits is in force.
public struct AlertRule: Hashable, Sendable {
  public var kinds: Set<AlertKind>
  /// Which tasks; what is about a context passes every filter.
  public var filter: Filter
  /// The contexts by name, else by profile; empty for all.
  public var contexts: Set<String>
  public var ways: AlertWays
  /// A program and its arguments, which gets the event as JSON on its standard input; empty for
  /// none.
  public var command: [String]

  public init(
    kinds: Set<AlertKind>, filter: Filter = .all, contexts: Set<String> = [],
    ways: AlertWays = .toast, command: [String] = []
  ) {
    self.kinds = kinds
    self.filter = filter
    self.contexts = contexts
    self.ways = ways
    self.command = command
  }

  /// What holds where nobody has set anything: what is wrong is said on the screen, quietly.
  public static let standard = [
    AlertRule(kinds: Set(AlertKind.allCases).subtracting([.complete]))
  ]

  /// - Parameter names: Of the contexts that the alert is of.
  func fits(_ kind: AlertKind, in names: Set<String>) -> Bool {
    kinds.contains(kind) && (contexts.isEmpty || !contexts.isDisjoint(with: names))
  }
}

/// An alert, and what the rules want done about it.
public struct Telling: Hashable, Sendable {
  public var alert: Alert
  public var ways: AlertWays
  public var commands: [[String]]

  /// The same, for the band alone.
  var quiet: Telling { Telling(alert: alert, ways: [], commands: []) }
}

extension [AlertRule] {
  /// What is to be done about an alert; nil where no rule fits.
  /// - Parameter passes: Whether a filter lets the alert's task through.
  func telling(
    _ alert: Alert, in names: Set<String>, where passes: (Filter) -> Bool
  ) -> Telling? {
    let fitting = filter { $0.fits(alert.kind, in: names) && passes($0.filter) }
    guard !fitting.isEmpty else { return nil }
    var commands: [[String]] = []
    for rule in fitting where !rule.command.isEmpty && !commands.contains(rule.command) {
      commands.append(rule.command)
    }
    return Telling(
      alert: alert, ways: fitting.reduce(into: []) { $0.formUnion($1.ways) }, commands: commands)
  }
}
