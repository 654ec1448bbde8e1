import Dispatch
import Support
import Synchronization
import Testing

@testable import exportdeck

@Suite(.timeLimit(.minutes(15))) struct LogWriterTests {
  private final class Lines: Sendable {
    private let lines = Mutex<[String]>([])
    private let disk = DispatchSemaphore(value: 0)
    var all: [String] { lines.withLock { $0 } }
    func write(_ line: String) {
      disk.wait()
      lines.withLock { $0.append(line) }
    }
    func answer(_ count: Int) { for _ in 0..<count { disk.signal() } }
  }

  @Test func `a disk that doesn't answer holds nobody up, and gets the first lines in their order`()
    async throws
  {
    let lines = Lines()
    let writer = LogWriter(lines.write)
    let count = LogWriter.mostWaiting + 500
    for number in 0..<count { writer.add("\(number)") }
    #expect(lines.all == [])
    lines.answer(count)
    await writer.end()
    #expect(lines.all == (0..<LogWriter.mostWaiting).map { "\($0)" })
    writer.add("more")
    await writer.end()
    #expect(lines.all.last == "more")
  }
}
