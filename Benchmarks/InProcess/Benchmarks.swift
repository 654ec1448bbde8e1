import Benchmark
import Canvas
import FoundationEssentials
import RDSExports

// Every name here is one that the driver asks for (Driver/inside.py).
let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = Benchmark.Configuration(
    metrics: [.wallClock, .cpuTotal, .throughput], timeUnits: .microseconds, warmupIterations: 5,
    maxDuration: .seconds(3))

  Benchmark("page of 100 decoded") { (benchmark, client: RDSExportsClient) in
    for _ in benchmark.scaledIterations {
      blackHole(try await client.describeExportTasks(DescribeExportTasksRequest()))
    }
  } setup: {
    // The driver gives the page that a peer decodes too.
    let path = ProcessInfo.processInfo.environment["EXPORTDECK_BENCHMARK_PAGE"]
    let page = try path.map { [UInt8](try Data(contentsOf: URL(filePath: $0))) }
    return RDSExportsClient(Account.Pages(always: page ?? Account.page(0..<100)))
  }

  for count in [1_000, 10_000, 100_000] {
    Benchmark("poll, nothing changed, \(count)") { (benchmark, deck: Deck) in
      for _ in benchmark.scaledIterations { deck.poll() }
    } setup: {
      try await Deck(count)
    }
    Benchmark("poll, 5 moving, \(count)") { (benchmark, deck: Deck) in
      for _ in benchmark.scaledIterations {
        deck.pass()
        deck.move()
        benchmark.startMeasurement()
        deck.poll()
        benchmark.stopMeasurement()
      }
    } setup: {
      try await Deck(count)
    }
  }

  filterKey("first", typed: "", key: .character("p"), takenBackBy: .backspace)
  filterKey("further", typed: "p", key: .character("a"), takenBackBy: .backspace)
  filterKey("backspace", typed: "pa", key: .backspace, takenBackBy: .character("a"))

  pickerKey("first", typed: "", key: .character("p"), takenBackBy: .backspace)
  pickerKey("further", typed: "p", key: .character("r"), takenBackBy: .backspace)
  pickerKey("backspace", typed: "pr", key: .backspace, takenBackBy: .character("r"))
  pickerKey("bucket", of: .s3BucketName, typed: "", key: .character("o"), takenBackBy: .backspace)
  pickerKey("role", of: .iamRoleArn, typed: "", key: .character("o"), takenBackBy: .backspace)

  Benchmark("picker, list read") { (benchmark, deck: Deck) in
    for _ in benchmark.scaledIterations { deck.readListAgain() }
  } setup: {
    let deck = try await Deck(1_000)
    deck.openForm(at: .sourceArn)
    return deck
  }

  Benchmark("frame of the list") { (benchmark, deck: Deck) in
    for _ in benchmark.scaledIterations { deck.drawAnew() }
  } setup: {
    try await Deck(100_000)
  }

  Benchmark("JSON of 10,000 tasks") { (benchmark, tasks: [ExportTask]) in
    for _ in benchmark.scaledIterations { blackHole(ExportTaskJSON.document(tasks)) }
  } setup: {
    try await Account.tasks(10_000)
  }

  let perThousand = BenchmarkMetric.custom("requests per 1,000 refreshes")
  Benchmark(
    "requests in an hour",
    configuration: .init(
      metrics: [perThousand, .throughput], warmupIterations: 0, maxIterations: 1)
  ) { (benchmark, tasks: [ExportTask]) in
    var hour = Hour(tasks)
    hour.run()
    // The export wants a throughput, which is none where a single run takes a second.
    benchmark.startMeasurement()
    benchmark.stopMeasurement()
    benchmark.measurement(perThousand, hour.requests * 1000 / max(1, hour.refreshes))
  } setup: {
    try await Account.tasks(10_000 + Account.running)
  }
}

/// One key in a field of the form of a new export, in an account with 40,000 snapshots, 3,000 roles
/// and 1,000 buckets to pick from.
private func pickerKey(
  _ name: String, of field: FieldProblem.Field = .sourceArn, typed: String, key: Key,
  takenBackBy other: Key
) {
  Benchmark("picker, \(name) key") { (benchmark, deck: Deck) in
    for _ in benchmark.scaledIterations {
      benchmark.startMeasurement()
      deck.press(key)
      benchmark.stopMeasurement()
      deck.press(other)
    }
  } setup: {
    let deck = try await Deck(1_000)
    deck.openForm(at: field)
    for character in typed { deck.press(.character(character)) }
    return deck
  }
}

/// One key of a filter over 100,000 tasks, and what takes it back unmeasured.
private func filterKey(_ name: String, typed: String, key: Key, takenBackBy other: Key) {
  Benchmark("filter, \(name) key") { (benchmark, deck: Deck) in
    for _ in benchmark.scaledIterations {
      benchmark.startMeasurement()
      deck.press(key)
      benchmark.stopMeasurement()
      deck.press(other)
    }
  } setup: {
    let deck = try await Deck(100_000)
    for character in "/" + typed { deck.press(.character(character)) }
    return deck
  }
}
