import FoundationEssentials

/// The exports of one account and region: a function of the seed, the clock and the calls that were
/// accepted. Callers bring it up to date with `catchUp` first.
struct Account: Sendable {
  /// Exports that may run at the same time (RDS quotas).
  static let slots = 5

  private(set) var world: World
  let seed: UInt64
  let speed: Double
  /// In the order in which they were accepted.
  private(set) var tasks: [SimulatedTask] = []
  private var positions: [String: Int] = [:]
  /// Positions of the tasks that were not over at the last look.
  private(set) var active: [Int] = []
  private var arrivals: Arrivals?
  /// Those that will be accepted later, by when that is due.
  private var coming: [SimulatedTask] = []

  init(options: SimulatorOptions, account: String, start: Date) {
    seed = options.seed
    speed = options.speed
    arrivals =
      options.arrivals && options.night == nil
      ? Arrivals(seed: seed, speed: speed, start: start) : nil
    if let night = options.night {
      let history = NightHistory(
        night, account: account, region: options.region, seed: seed, speed: speed, start: start)
      world = history.world
      let tasks = history.tasks
      for task in tasks where task.created <= start { append(task) }
      coming = tasks.filter { $0.created > start }
    } else {
      world = World.shop(region: options.region, account: account, start: start)
      let history = History(world: world, seed: seed, speed: speed, start: start)
      for task in history.tasks(options.tasks) { append(task) }
    }
    world.crowd = Crowd(
      snapshots: options.moreSnapshots, roles: options.moreRoles, buckets: options.moreBuckets,
      start: start)
    settle(start)
  }

  func position(of identifier: String) -> Int? { positions[identifier] }

  func status(at position: Int, now: Date) -> TaskStatus { tasks[position].state(at: now).status }

  /// Lets everything happen that was due up to `now`, in order.
  mutating func catchUp(to now: Date) {
    while let due = [arrivals?.next, coming.first?.created].compactMap(\.self).min(), due <= now {
      settle(due)
      if coming.first?.created == due {
        accept(coming.removeFirst(), at: due)
        continue
      }
      var random = arrivals?.nextRandom() ?? SeededRandom(seed: seed, purpose: "arrival")
      // One slot is kept free for a user who starts an export by hand.
      if active.count < Self.slots - 1, let order = arrivingOrder(at: due, &random) {
        append(SimulatedTask(order, at: due, speed: speed, seed: seed))
      }
    }
    settle(now)
  }

  /// Whoever is refused for want of a slot tries again.
  private mutating func accept(_ task: SimulatedTask, at due: Date) {
    let isSourceBusy = active.contains { tasks[$0].sourceARN == task.sourceARN }
    if active.count < Self.slots, !isSourceBusy, positions[task.identifier] == nil {
      append(task)
    } else if positions[task.identifier] == nil {
      var task = task
      task.created = due + 30 / speed
      coming.insert(task, at: coming.firstIndex { $0.created > task.created } ?? coming.count)
    }
  }

  /// Accepts an export.
  /// - Returns: The position of the new task.
  mutating func start(_ request: StartRequest, now: Date) throws(Refusal) -> Int {
    let order = try request.order(in: world)
    if positions[order.identifier] != nil { throw .taskAlreadyExists(order.identifier) }
    if active.contains(where: { tasks[$0].sourceARN == order.sourceARN }) {
      throw .sourceState(
        "The source [\(order.sourceARN)] is already being exported. Wait until its export task "
          + "has ended and retry the export.")
    }
    if active.count >= Self.slots { throw .limitReached }
    return append(SimulatedTask(order, at: now, speed: speed, seed: seed))
  }

  /// Accepts a cancellation. Cancelling what is already CANCELING changes nothing.
  /// - Returns: The position of the task.
  mutating func cancel(_ identifier: String, now: Date) throws(Refusal) -> Int {
    guard let position = positions[identifier] else { throw .taskNotFound(identifier) }
    let status = status(at: position, now: now)
    if status.isFinal { throw .taskState(identifier, status) }
    if tasks[position].cancelRequested == nil { tasks[position].cancelRequested = now }
    return position
  }

  @discardableResult
  private mutating func append(_ task: SimulatedTask) -> Int {
    positions[task.identifier] = tasks.count
    active.append(tasks.count)
    tasks.append(task)
    return tasks.count - 1
  }

  private mutating func settle(_ now: Date) {
    active.removeAll { tasks[$0].state(at: now).status.isFinal }
  }

  private func arrivingOrder(
    at due: Date, _ random: inout SeededRandom
  ) -> SimulatedTask.Order? {
    let estate = random.pick(World.estates.filter(\.engine.canExport))
    let source =
      estate.isCluster
      ? World.source(liveCluster: estate)
      : World.source(
        automatedSnapshotOf: estate,
        taken: World.automatedSnapshotTime(nightsAgo: 0, before: due))
    let sourceARN = world.rdsARN(source.resource)
    let time = CivilTime(due).basic
    let identifier =
      "hourly-\(estate.subject)-\(time.dropFirst(4).prefix(4))"
      + "-\(time.dropFirst(9).prefix(4))"
    guard positions[identifier] == nil,
      !active.contains(where: { tasks[$0].sourceARN == sourceARN })
    else { return nil }
    return History.order(
      identifier: identifier, estate: estate, source: source, world: world, tables: nil)
  }
}

/// When exports arrive by themselves: a sequence that the seed decides.
struct Arrivals: Sendable {
  /// Keeps an account that is left alone for weeks from growing without end.
  private static let limit = 2000

  private let seed: UInt64
  private let speed: Double
  private var count = 0
  /// When the next one is due; nil when there will be no more.
  private(set) var next: Date?

  init(seed: UInt64, speed: Double, start: Date) {
    self.seed = seed
    self.speed = speed
    next = start + Self.gap(seed: seed, 0) / speed
  }

  /// Removes the next arrival and returns the numbers that decide what arrives.
  mutating func nextRandom() -> SeededRandom {
    let random = SeededRandom(seed: seed, purpose: "arrival \(count)")
    count += 1
    next = count < Self.limit ? next.map { $0 + Self.gap(seed: seed, count) / speed } : nil
    return random
  }

  /// In seconds, at speed 1.
  private static func gap(seed: UInt64, _ number: Int) -> TimeInterval {
    var random = SeededRandom(seed: seed, purpose: "gap \(number)")
    return random.between(8, 25) * 60
  }
}
