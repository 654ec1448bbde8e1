import AWSCore
import Dispatch
import Foundation
import Support
import Synchronization
import Testing

/// Many contexts read the same files; a disk that doesn't answer takes a few threads, not one each.
@Suite(.timeLimit(.minutes(5))) struct SharedFilesTests {
  /// A disk that answers when it is told to.
  private final class Disk: FileAccess {
    let waiting = Mutex<[DispatchSemaphore]>([])
    let isAway = Mutex(false)

    func contents(of path: String) throws(FileReadingError) -> [UInt8]? {
      if isAway.withLock({ $0 }), path == "/home/slow" {
        let semaphore = DispatchSemaphore(value: 0)
        waiting.withLock { $0.append(semaphore) }
        semaphore.wait()
      }
      return Array(path.utf8)
    }

    func replace(_ path: String, with contents: [UInt8]) throws(FileReadingError) {}

    func comeBack() {
      isAway.withLock { $0 = false }
      waiting.withLock { waiting in
        for semaphore in waiting { semaphore.signal() }
        waiting = []
      }
    }
  }

  private let clock = HandCrankedTimekeeper()
  private let disk = Disk()

  @Test func `those who come after five seconds are told at once, and other files are read`()
    async throws
  {
    let files = SharedFiles(disk, timekeeper: clock)
    #expect(try files.contents(of: "/home/slow") == Array("/home/slow".utf8))
    disk.isAway.withLock { $0 = true }
    let read = ReadCount()
    for number in 1...2 {
      Thread.detachNewThread {
        _ = try? files.contents(of: "/home/slow")
        read.count.withLock { $0 += 1 }
      }
      try await eventually("it waits") { [disk] in disk.waiting.withLock(\.count) == number }
      clock.drift(by: .seconds(2))
    }
    clock.drift(by: .seconds(1))
    let error = #expect(throws: FileReadingError.self) { try files.contents(of: "/home/slow") }
    #expect(error?.reason == "its disk hasn't answered for 5 s")
    #expect(try files.contents(of: "/home/other") != nil)
    disk.comeBack()
    try await eventually("both are through") { read.count.withLock { $0 } == 2 }
    #expect(try files.contents(of: "/home/slow") != nil)
  }

  private final class ReadCount: Sendable {
    let count = Mutex(0)
  }
}
