import FoundationEssentials

/// An account's past exports, and those that run when a simulator starts.
///
/// Every night the shop's databases are exported one after another through the five slots; now and
/// then somebody exports something by hand. The exports that run at the start are placed first, and
/// no past export reaches into them.
struct History {
  let world: World
  let seed: UInt64
  let speed: Double
  let start: Date

  /// - Returns: `count` tasks in the order in which they were accepted.
  func tasks(_ count: Int) -> [SimulatedTask] {
    var random = SeededRandom(seed: seed, purpose: "history")
    let running = running(min(Account.slots, count > 0 ? max(1, count / 8) : 0), &random)
    var names = Set(running.map(\.identifier))
    var past: [SimulatedTask] = []
    var night = 0
    while past.count < count - running.count {
      past += self.night(night, running: night == 0 ? running : [], &random)
        .reversed().filter { names.insert($0.identifier).inserted }
      night += 1
    }
    var tasks = Array(past.prefix(count - running.count)) + running
    for index in past.indices.prefix(count - running.count) {
      befall(&tasks[index], number: index, &random)
    }
    return tasks.sorted { ($0.created, $0.identifier) < ($1.created, $1.identifier) }
  }

  // MARK: What runs at the start

  /// How the exports that run at the start move and how far they are; the last one is STARTING.
  private static let runningShapes: [(shape: Curve.Shape, share: Double)] = [
    (.even, 0.93), (.slowing, 0.2), (.plateaus, 0.68), (.stalling, 0.09),
  ]

  private func running(_ count: Int, _ random: inout SeededRandom) -> [SimulatedTask] {
    let estates = shuffled(World.estates.filter { $0.engine.canExport }, &random)
    return (0..<count).map { index in
      let estate = estates[index]
      let order = order(nightsAgo: 0, estate, prefix: index % 2 == 0 ? "nightly" : "backfill")
      let isStarting = count > 1 && index == count - 1
      let running = Self.runningShapes[index % Self.runningShapes.count]
      var task = SimulatedTask(
        order, at: start, shape: running.shape, speed: speed, seed: seed)
      let elapsed =
        isStarting
        ? task.curve.restoring * random.between(0.3, 0.6)
        : task.curve.restoring
          + task.curve.extracting * (running.share + random.between(-0.04, 0.04))
      task.created = start - elapsed
      return task
    }
  }

  // MARK: A night of the past

  private func night(
    _ nightsAgo: Int, running: [SimulatedTask], _ random: inout SeededRandom
  ) -> [SimulatedTask] {
    let base = World.automatedSnapshotTime(nightsAgo: nightsAgo, before: start) + 3600
    // A slot is free only until the export that runs there now began, or the next night begins.
    var ceilings = running.map(\.created)
    let next = min(start, base + 23 * 3600)
    while ceilings.count < Account.slots { ceilings.append(next) }
    var free = [Date](repeating: base, count: Account.slots)
    var tasks: [SimulatedTask] = []

    let estates = shuffled(World.estates.filter { $0.engine.canExport }, &random).prefix(9)
    for (number, estate) in estates.enumerated() {
      let isByHand = number == 8
      let wished =
        base + (isByHand ? 8 * 3600 : Double(number) * 420) + random.between(5, 300)
      let order = order(nightsAgo: nightsAgo, estate, prefix: isByHand ? "adhoc" : "nightly")
      var task = SimulatedTask(order, at: wished, speed: speed, seed: seed)
      let slot = free.indices.min { free[$0] < free[$1] } ?? 0
      task.created = max(wished, free[slot] + 20 / speed)
      let ceiling = running.filter { $0.sourceARN == task.sourceARN }.map(\.created).min()
      guard task.end < min(ceilings[slot], ceiling ?? .distantFuture) else { continue }
      free[slot] = task.end
      tasks.append(task)
    }
    return tasks
  }

  private func order(
    nightsAgo: Int, _ estate: World.Estate, prefix: String
  ) -> SimulatedTask.Order {
    let taken = World.automatedSnapshotTime(nightsAgo: nightsAgo, before: start)
    let day = CivilTime(taken).basicDay
    // The year only where month and day alone would repeat.
    let date = nightsAgo < 300 ? String(day.dropFirst(4)) : day
    // Clusters exported by hand are exported live; everything else is exported from a snapshot.
    let source =
      estate.isCluster && prefix == "adhoc"
      ? World.source(liveCluster: estate)
      : World.source(automatedSnapshotOf: estate, taken: taken)
    // By night everything that exports without trouble; otherwise one table.
    let tables = source.databases[0].tables
    let chosen =
      prefix == "nightly"
      ? (estate.flaw == nil ? nil : tables.filter { $0.flaw == nil }) : Array(tables.prefix(1))
    return Self.order(
      identifier: "\(prefix)-\(estate.subject)-\(date)", estate: estate, source: source,
      world: world, tables: chosen)
  }

  /// What the shop asks for when it exports one of its databases.
  /// - Parameter tables: The only tables to export; nil for everything.
  static func order(
    identifier: String, estate: World.Estate, source: ExportSource, world: World,
    tables: [ExportSource.Table]?
  ) -> SimulatedTask.Order {
    let isAudit = estate.subject == "audit"
    let database = source.databases[0]
    return SimulatedTask.Order(
      identifier: identifier, source: source, sourceARN: world.rdsARN(source.resource),
      exportOnly: (tables ?? []).map { table in
        ([database.name] + [table.schema, table.name].compactMap { $0 }).joined(separator: ".")
      },
      tables: tables ?? database.tables,
      bucket: isAudit
        ? World.auditBucket : source.kind == .cluster ? World.archive : World.lake,
      prefix: isAudit ? "" : "rds/\(estate.subject)",
      roleARN: world.roleARN(isAudit ? "rds-audit-export" : World.exportRole),
      keyARN: world.keyARN(isAudit ? World.exportKey : World.lakeKey))
  }

  private func shuffled(
    _ estates: [World.Estate], _ random: inout SeededRandom
  ) -> [World.Estate] {
    var estates = estates
    for index in estates.indices.dropLast() {
      estates.swapAt(index, index + random.index(below: estates.count - index))
    }
    return estates
  }
}
