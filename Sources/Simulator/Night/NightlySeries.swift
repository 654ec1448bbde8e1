import FoundationEssentials

/// One database's export of every night. Minutes are those of life, at speed 1.
struct NightlySeries: Sendable {
  /// When it usually begins.
  enum Hour: Sendable {
    case clock(Int, Int)
    /// So many minutes before the simulator's start: whatever the speed, it is under way then.
    case before(minutes: Double)
  }

  /// What becomes of it tonight.
  enum Tonight: Sendable {
    case asUsual
    case withWarning
    /// Nobody has started it.
    case missing
    /// The role that it was given can't be assumed any more.
    case roleLost
    /// A fault of AWS's own has ended it when so much was written, 0…1: it can be tried again.
    case broken(at: Double)
    /// It has been accepted so many minutes before the start.
    case underWay(Course, since: Double)
    /// It will be accepted so many minutes after the start, or later, when a slot is free.
    case comes(Course, after: Double)
  }

  /// How an export goes that isn't over at the start.
  struct Course: Sendable {
    var restoring: Double
    var extracting: Double
    /// From (0, 0); a straight line by default.
    var knots = [Curve.Knot(time: 0, done: 0), Curve.Knot(time: 1, done: 1)]
    var fails = false
  }

  var estate: World.Estate
  var prefix = "nightly"
  var hour: Hour
  /// The usual times before and while data is extracted.
  var restoring: Double
  var extracting: Double
  /// A weekend's data, as a part of a workday's.
  var weekend = 1.0
  /// By which part of tonight's its data was smaller with each night before.
  var growth = 0.002
  var role = World.exportRole
  var tonight = Tonight.asUsual

  var name: String { "\(prefix)-\(estate.subject)" }

  /// The usual course.
  var course: Course { Course(restoring: restoring, extracting: extracting) }
}

extension NightlySeries {
  /// - Parameters:
  ///   - share: How much of it is done at the start, 0…1.
  ///   - instead: How long the extraction takes tonight; nil for as long as ever.
  private static func running(
    _ estate: World.Estate, restoring: Double, extracting: Double, share: Double,
    instead: Double? = nil
  ) -> NightlySeries {
    let tonight = Course(restoring: restoring, extracting: instead ?? extracting)
    let since = restoring + tonight.extracting * share
    return NightlySeries(
      estate: estate, hour: .before(minutes: since), restoring: restoring, extracting: extracting,
      tonight: .underWay(tonight, since: since))
  }

  static func all(in place: Night.Place) -> [NightlySeries] {
    switch place {
    case .production: production
    case .abroad: abroad
    case .staging: staging
    }
  }

  private static let production = [
    NightlySeries(
      estate: .init("sessions", .mariadb, 4), hour: .clock(22, 5), restoring: 6, extracting: 16),
    NightlySeries(
      estate: .init("users", .postgres, 62), hour: .clock(22, 10), restoring: 8, extracting: 24,
      weekend: 0.8),
    NightlySeries(
      estate: .init("stock", .mysql, 210), hour: .clock(22, 40), restoring: 10, extracting: 48,
      weekend: 0.6),
    NightlySeries(
      estate: .cluster("billing", .auroraMySQL, 155), hour: .clock(23, 0), restoring: 10,
      extracting: 38, tonight: .missing),
    NightlySeries(
      estate: .init("catalog", .mysql, 95), hour: .clock(23, 30), restoring: 8, extracting: 30),
    late,
    running(
      .init("orders", .postgres, 340), restoring: 11, extracting: 70, share: 0.64,
      instead: 190),
    running(
      .cluster("payments", .auroraPostgreSQL, 480), restoring: 14, extracting: 110,
      share: 0.9918),
    running(
      .cluster("search", .auroraPostgreSQL, 720), restoring: 16, extracting: 150,
      share: 0.31),
    stalled, startingForLong,
  ]

  /// It waits for a slot.
  private static let late = NightlySeries(
    estate: .cluster("audit", .auroraMySQL, 300), hour: .clock(1, 20), restoring: 10,
    extracting: 40, tonight: .comes(Course(restoring: 10, extracting: 40), after: 0.2))

  /// It rests for 40 minutes, 25 of them before the start.
  private static let stalled = NightlySeries(
    estate: .init("documents", .postgres, 510), hour: .before(minutes: 72), restoring: 12,
    extracting: 100,
    tonight: .underWay(
      Course(
        restoring: 12, extracting: 150,
        knots: [
          Curve.Knot(time: 0, done: 0), Curve.Knot(time: 35 / 150, done: 0.415),
          Curve.Knot(time: 75 / 150, done: 0.415), Curve.Knot(time: 1, done: 1),
        ]), since: 72))

  private static let startingForLong = NightlySeries(
    estate: .cluster("events", .auroraPostgreSQL, 1240), hour: .before(minutes: 52),
    restoring: 16, extracting: 160,
    tonight: .underWay(Course(restoring: 75, extracting: 160), since: 52))

  private static let abroad = [
    NightlySeries(
      estate: .init("leads", .mysql, 18), hour: .clock(22, 20), restoring: 7, extracting: 14,
      role: World.otherRole),
    NightlySeries(
      estate: .init("crm", .postgres, 130), hour: .clock(23, 10), restoring: 9, extracting: 34,
      tonight: .roleLost),
    NightlySeries(
      estate: .cluster("ads", .auroraMySQL, 260), hour: .clock(23, 20), restoring: 11,
      extracting: 52, tonight: .roleLost),
    NightlySeries(
      estate: .cluster("clicks", .auroraPostgreSQL, 640), hour: .clock(23, 25), restoring: 15,
      extracting: 105, tonight: .roleLost),
    NightlySeries(
      estate: .init("pricing", .mysql, 40), hour: .clock(23, 40), restoring: 7, extracting: 18,
      tonight: .roleLost),
    NightlySeries(
      estate: .init("shipping", .postgres, 88), hour: .clock(0, 30), restoring: 8, extracting: 40,
      role: World.otherRole,
      tonight: .underWay(Course(restoring: 8, extracting: 40), since: 20)),
  ]

  private static let staging = [
    NightlySeries(
      estate: .init("orders", .postgres, 60, stage: "staging"), prefix: "staging",
      hour: .clock(22, 15), restoring: 7, extracting: 18, tonight: .broken(at: 0.62)),
    NightlySeries(
      estate: .init("invoices", .mysql, 45, stage: "staging"), prefix: "staging",
      hour: .clock(23, 10), restoring: 7, extracting: 16, tonight: .broken(at: 0.35)),
    NightlySeries(
      estate: .init("carts", .postgres, 25, stage: "staging"), prefix: "staging",
      hour: .clock(23, 35), restoring: 6, extracting: 12, tonight: .broken(at: 0.08)),
    NightlySeries(
      estate: .init("catalog", .mysql, 35, stage: "staging"), prefix: "staging",
      hour: .clock(22, 50), restoring: 6, extracting: 15, tonight: .withWarning),
    NightlySeries(
      estate: .init("users", .postgres, 20, stage: "staging"), prefix: "staging",
      hour: .before(minutes: 24), restoring: 6, extracting: 30,
      tonight: .underWay(Course(restoring: 6, extracting: 30), since: 24)),
    NightlySeries(
      estate: .init("loadtest", .postgres, 150, stage: "staging"), prefix: "staging",
      hour: .before(minutes: 29.3), restoring: 8, extracting: 60,
      tonight: .underWay(
        Course(
          restoring: 8, extracting: 22.8,
          knots: [Curve.Knot(time: 0, done: 0), Curve.Knot(time: 1, done: 0.38)], fails: true),
        since: 29.3)),
    NightlySeries(
      estate: .init("reports", .mysql, 28, stage: "staging"), prefix: "staging",
      hour: .before(minutes: -2.3), restoring: 6, extracting: 14,
      tonight: .comes(Course(restoring: 6, extracting: 14), after: 2.3)),
  ]
}

extension World.Estate {
  fileprivate init(
    _ subject: String, _ engine: Engine, _ sizeInGB: Double, stage: String = "prod"
  ) {
    self.init(
      subject: subject, engine: engine, isCluster: false, sizeInGB: sizeInGB, stage: stage)
  }

  fileprivate static func cluster(
    _ subject: String, _ engine: Engine, _ sizeInGB: Double
  ) -> World.Estate {
    World.Estate(subject: subject, engine: engine, isCluster: true, sizeInGB: sizeInGB)
  }
}
