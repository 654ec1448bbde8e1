import Foundation
import Ground
import Journal
import Support
import Tracking

@testable import Simulator
@testable import exportdeck

/// A home folder with a queue in it, for programs that run beside each other.
final class QueueHome: Sendable {
  let options: SimulatorOptions
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("exportdeck-queue-\(UUID().uuidString)")

  init(_ options: SimulatorOptions) throws {
    self.options = options
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func server() async throws -> SimulatorServer {
    try await SimulatorServer.start(options, timekeeper: SystemTimekeeper())
  }

  func environment(_ server: SimulatorServer) -> [String: String] {
    SimulatedAccount.environment(
      at: server.endpoint, region: options.region, home: folder.path
    ).merging(["XDG_STATE_HOME": folder.path]) { $1 }
  }

  func site(_ server: SimulatorServer) -> Site {
    Site(
      endpoint: server.endpoint, region: options.region, partition: "aws",
      account: options.account)
  }

  /// Where the programs keep the queue.
  var state: URL { folder.appendingPathComponent("exportdeck") }

  func store() -> QueueStore {
    QueueStore(
      .folder(state.path, size: 32 << 20), timekeeper: SystemTimekeeper(), mask: { $0 })
  }

  /// `exportdeck queue run`
  func run(_ server: SimulatorServer) throws -> ProcessRunner.Child {
    try ProcessRunner.start(
      ProcessRunner.exportdeck, ["queue", "run", "--interval", "1"],
      environment: environment(server))
  }
}
