import CSQLite
import Foundation
import Ground
import RDSExports
import Support
import Synchronization
import Tracking

@testable import Journal

/// A folder that goes away with the test, and the journals in it.
final class Scratch: Sendable {
  let folder: String
  let clock = HandCrankedTimekeeper()
  private let problems = Mutex<[JournalProblem]>([])

  init() throws {
    folder =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("exportdeck-journal-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  var state: String { "\(folder)/state" }
  var file: String { "\(state)/memory.sqlite" }
  /// What the journals told, in order.
  var told: [JournalProblem] { problems.withLock { $0 } }

  func journal(
    _ place: Journal.Place? = nil, size: Int = 4 << 20,
    mask: @escaping @Sendable (String) -> String = { $0 }
  ) -> Journal {
    Journal(place ?? .folder(state, size: size), timekeeper: clock, mask: mask) { problem in
      self.problems.withLock { $0.append(problem) }
    }
  }

  func mode(of path: String) -> Int {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return (attributes?[.posixPermissions] as? Int) ?? -1
  }

  /// Runs SQL in the file, as another program would.
  func change(_ sql: String) throws {
    var database: OpaquePointer?
    defer { sqlite3_close(database) }
    guard sqlite3_open(file, &database) == SQLITE_OK,
      sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK
    else { throw NeverHappened(description: String(cString: sqlite3_errmsg(database))) }
  }
}

/// The present of the scratch's clock: 2026-11-22 12:00 UTC.
let noon = Date(timeIntervalSince1970: 1_795_348_800)

func at(_ seconds: TimeInterval) -> Date { noon.addingTimeInterval(seconds) }

let paris = Site(
  endpoint: "https://rds.eu-west-3.amazonaws.com", region: "eu-west-3", partition: "aws",
  account: "123456789012")

func event(_ task: String, _ kind: Event.Kind = .appeared, at seconds: TimeInterval = 0) -> Event {
  Event(site: paris, task: task, at: at(seconds), kind: kind)
}

/// What a store remembers of a task that it has seen at these times.
func memories(
  _ identifier: String, at times: [TimeInterval] = [0, 60], status: ExportTaskStatus = .inProgress,
  of site: Site = paris
) -> [TaskMemory] {
  var store = Store(site: SiteID(1))
  for (percent, time) in times.enumerated() {
    var task = ExportTask(exportTaskIdentifier: identifier)
    task.status = status
    task.percentProgress = percent
    store.merge([task], Observation(sentAt: at(time)), seenAt: at(time), from: .fastLane)
  }
  return store.takeMemories(of: site)
}
