import AWSCore
import Dispatch
import Foundation
import Ground
import Monitor
import Simulator
import Support
import Synchronization
import Testing
import Tracking

@testable import exportdeck

/// Two contexts are watched; the home folder of one is on a network that is away.
@Suite(.timeLimit(.minutes(15))) struct SilentDiskTests {
  private final class Watched: Sendable {
    let poller: Poller
    private let log = Log()

    init(
      _ number: Int, _ surroundings: Surroundings, sites: Sites,
      clock: HandCrankedTimekeeper
    ) {
      let context = LiveContext(surroundings)
      poller = Poller(
        context: ContextID(number), label: context.firstLabel, sites: sites, timekeeper: clock,
        random: { 0.5 },
        visit: { () async throws(AWSError) in try await context.visit() },
        deliver: { [log] snapshot, _ in log.add(snapshot) })
    }

    var snapshots: [Snapshot] { log.snapshots }
    var trouble: Trouble? { snapshots.last?.feed.trouble }
  }

  private final class Log: Sendable {
    private let all = Mutex<[Snapshot]>([])
    var snapshots: [Snapshot] { all.withLock { $0 } }
    func add(_ snapshot: Snapshot) { all.withLock { $0.append(snapshot) } }
  }

  @Test func `a home folder that doesn't answer holds up its own context alone, and is named`()
    async throws
  {
    let clock = HandCrankedTimekeeper()
    let options = SimulatorOptions(tasks: 5, seed: 1, speed: 60)
    let server = try await SimulatorServer.start(options, timekeeper: clock)
    let transport = AsyncHTTPTransport(timekeeper: clock)
    let disk = SilentDisk()
    func watched(_ number: Int, _ files: any FileAccess) -> Watched {
      Watched(
        number,
        Surroundings(
          environment: Environment(variables: [
            "HOME": "/home/ana", "AWS_REGION": options.region,
            "AWS_ACCESS_KEY_ID": SimulatorServer.accessKeyID,
            "AWS_SECRET_ACCESS_KEY": SimulatorServer.secretAccessKey,
            "AWS_ENDPOINT_URL": server.endpoint,
          ]), files: files, transport: transport, timekeeper: clock), sites: Sites(), clock: clock)
    }
    let (silent, sound) = (watched(0, disk), watched(1, DemoFiles()))
    silent.poller.start()
    try await eventually("the disk is asked") { disk.isAsked }
    sound.poller.start()
    try await eventually("the other context is swept") {
      sound.snapshots.last?.feed.hasSwept == true
    }
    let polls = sound.snapshots.count
    try await clock.advance(by: .seconds(5))
    try await eventually("and polled again") { sound.snapshots.count > polls }
    #expect(sound.trouble == nil)
    #expect(silent.snapshots.allSatisfy { $0.feed.lastAnswer == nil })

    try await clock.advance(by: .seconds(5))
    try await eventually("the silent disk is told of") { silent.trouble != nil }
    #expect(silent.trouble?.summary.contains("/home/ana/.aws/config") == true)
    #expect(silent.trouble?.summary.contains("its disk doesn't answer") == true)

    disk.answer()
    while silent.trouble != nil || silent.snapshots.last?.feed.hasSwept != true {
      try await clock.advance(by: .seconds(1))
      try await Task.sleep(for: .milliseconds(2))
    }
    #expect(silent.snapshots.last?.tasks.isEmpty == false)
    silent.poller.stop()
    sound.poller.stop()
    await transport.shutdown()
    await server.stop()
  }
}

/// A disk that keeps its readers waiting until it answers, with no files on it.
private final class SilentDisk: FileAccess {
  private let asked = Atomic<Bool>(false)
  private let answers = Atomic<Bool>(false)
  private let signal = DispatchSemaphore(value: 0)

  var isAsked: Bool { asked.load(ordering: .acquiring) }
  var mayWait: Bool { true }

  func contents(of path: String) throws(FileReadingError) -> [UInt8]? {
    BlockingQueue.current?.isAt(path)
    asked.store(true, ordering: .releasing)
    while !answers.load(ordering: .acquiring) { signal.wait() }
    return nil
  }

  func replace(_ path: String, with contents: [UInt8]) throws(FileReadingError) {}

  func answer() {
    answers.store(true, ordering: .releasing)
    for _ in 0..<8 { signal.signal() }
  }
}
