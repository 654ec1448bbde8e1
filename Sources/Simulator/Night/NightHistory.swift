import FoundationEssentials
import Ground

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The exports of a place over a hundred nights, tonight's, and those that are still to come.
struct NightHistory: Sendable {
  /// How many nights there were before tonight.
  static let nights = 100
  /// The σ of the lognormal noise of durations.
  private static let noise = 0.12
  private static let noon = TimeOfDay(hour: 12) ?? .evening

  let night: Night
  let world: World
  let seed: UInt64
  let speed: Double
  let start: Date
  /// Noon before tonight.
  private let noon: Date

  init(_ night: Night, account: String, region: String, seed: UInt64, speed: Double, start: Date) {
    self.night = night
    self.seed = seed
    self.speed = speed
    self.start = start
    let noon = night.local.last(Self.noon, upTo: start)
    self.noon = noon
    let taken = (0..<World.retentionInDays).map {
      Self.snapshotTime(nightsAgo: $0, before: noon, night.local)
    }
    var world = World.shop(
      region: region, account: account, start: start,
      estates: NightlySeries.all(in: night.place).map(\.estate), snapshotTimes: taken)
    world.roles[world.roleARN(World.otherRole)] = world.roles[world.roleARN(World.exportRole)]
    if night.place == .abroad {
      world.roles[world.roleARN(World.exportRole)]?.trustsExports = false
    }
    self.world = world
  }

  /// In the order in which they are accepted; the last of them after the start.
  var tasks: [SimulatedTask] {
    NightlySeries.all(in: night.place).flatMap { series in
      (0...Self.nights).compactMap { task(of: series, nightsAgo: $0) }
    }.sorted { ($0.created, $0.identifier) < ($1.created, $1.identifier) }
  }

  private func task(of series: NightlySeries, nightsAgo: Int) -> SimulatedTask? {
    var random = SeededRandom(seed: seed, purpose: "\(series.name), \(nightsAgo) nights ago")
    var task = usual(series, nightsAgo: nightsAgo, &random)
    guard nightsAgo == 0 else {
      befall(&task, &random)
      return task
    }
    switch series.tonight {
    case .asUsual: break
    case .withWarning:
      task.ending = .complete(warning: Warning.noTableList)
    case .missing: return nil
    case .roleLost:
      task.curve = Curve(failingAfter: task.curve.restoring * 0.8)
      task.ending = .failed(cause: FailureCause.roleNotAssumed(task.roleARN))
    case .broken(let share): fail(&task, at: share, cause: FailureCause.unknown)
    case .underWay(let course, let since):
      take(course, &task, at: start - since * 60 / speed)
    case .comes(let course, let after):
      take(course, &task, at: start + after * 60 / speed)
    }
    return task
  }

  private func take(
    _ course: NightlySeries.Course, _ task: inout SimulatedTask, at created: Date
  ) {
    task.created = created
    task.curve = Curve(
      restoring: course.restoring * 60 / speed, extracting: course.extracting * 60 / speed,
      knots: course.knots)
    if course.fails {
      task.ending = .failed(
        cause: FailureCause.notAuthorized(
          task.roleARN, action: "s3:PutObject", bucket: task.bucket))
    }
  }

  private func usual(
    _ series: NightlySeries, nightsAgo: Int, _ random: inout SeededRandom
  ) -> SimulatedTask {
    let begins = usualStart(of: series, nightsAgo: nightsAgo)
    let isWeekend = night.local.weekday(of: begins - 6 * 3600) >= 5
    let part = (isWeekend ? series.weekend : 1) * (1 - series.growth * Double(nightsAgo))
    let noise = exp(Self.noise * random.normal())
    let order = order(series, nightsAgo: nightsAgo)
    return SimulatedTask(
      identifier: order.identifier, sourceARN: order.sourceARN, isCluster: false, exportOnly: [],
      snapshotTime: order.source.snapshotTime, bucket: order.bucket, prefix: order.prefix,
      roleARN: world.roleARN(series.role), keyARN: order.keyARN,
      sizeInGB: series.estate.sizeInGB * part,
      created: begins + random.between(0, 4) * 60 / max(1, speed),
      curve: Curve(
        restoring: series.restoring * random.between(0.85, 1.15) * 60 / speed,
        extracting: series.extracting * part * noise * 60 / speed,
        knots: series.course.knots),
      ending: .complete(warning: nil), cancelTakes: 60 / speed)
  }

  private func order(_ series: NightlySeries, nightsAgo: Int) -> SimulatedTask.Order {
    let taken = Self.snapshotTime(nightsAgo: nightsAgo, before: noon, night.local)
    let day = night.local.civil(taken)
    let date = (day?.month ?? 1) * 100 + (day?.day ?? 1)
    return History.order(
      identifier: "\(series.name)-\(date < 1000 ? "0" : "")\(date)", estate: series.estate,
      source: World.source(automatedSnapshotOf: series.estate, taken: taken), world: world,
      tables: nil)
  }

  /// One export in eighty fails, one in sixty has a warning.
  private func befall(_ task: inout SimulatedTask, _ random: inout SeededRandom) {
    switch random.index(below: 240) {
    case 0..<3:
      let share = random.between(0.15, 0.9)
      fail(
        &task, at: share,
        cause: random.unit() < 0.5
          ? FailureCause.unknown : FailureCause.metadata(bucket: task.bucket))
    case 3..<7: task.ending = .complete(warning: Warning.noTableList)
    default: break
    }
  }

  private func fail(_ task: inout SimulatedTask, at share: Double, cause: String) {
    task.curve = Curve(
      restoring: task.curve.restoring, extracting: task.curve.extracting * share,
      knots: [Curve.Knot(time: 0, done: 0), Curve.Knot(time: 1, done: share)])
    task.ending = .failed(cause: cause)
  }

  // MARK: Hours

  private func usualStart(of series: NightlySeries, nightsAgo: Int) -> Date {
    let time =
      switch series.hour {
      case .clock(let hour, let minute): TimeOfDay(hour: hour, minute: minute)
      case .before(let minutes): clock(at: start - minutes * 60 / speed)
      }
    // The night goes from noon to noon.
    let noon = night.local.next(Self.noon, after: night.local.day(-nightsAgo, after: noon))
    return night.local.next(time ?? .evening, after: noon)
  }

  private func clock(at date: Date) -> TimeOfDay? {
    night.local.civil(date).flatMap { TimeOfDay(hour: $0.hour, minute: $0.minute) }
  }

  /// Snapshots are taken at 21:45, before the first export.
  private static func snapshotTime(
    nightsAgo: Int, before noon: Date, _ local: LocalTime
  ) -> Date {
    local.next(
      TimeOfDay(hour: 21, minute: 45) ?? .evening, after: local.day(-nightsAgo, after: noon))
  }
}

extension SeededRandom {
  /// Close to the standard normal distribution: the sum of twelve even ones.
  fileprivate mutating func normal() -> Double {
    (0..<12).reduce(-6) { sum, _ in sum + unit() }
  }
}
