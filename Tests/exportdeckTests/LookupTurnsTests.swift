import AWSCore
import Ground
import Support
import Synchronization
import Testing

@testable import exportdeck

/// Few lookups of a service are under way at once.
@Suite(.timeLimit(.minutes(15))) struct LookupTurnsTests {
  private final class Gauge: Sendable {
    struct Reading {
      var running = 0
      var most = 0
      var begun = 0
    }

    let reading = Mutex(Reading())
    let isOpen = Awaited<Bool>()

    func work() async {
      reading.withLock { reading in
        reading.running += 1
        reading.begun += 1
        reading.most = max(reading.most, reading.running)
      }
      while !isOpen.isGiven { try? await Task.sleep(for: .milliseconds(1)) }
      reading.withLock { $0.running -= 1 }
    }

    var begun: Int { reading.withLock { $0.begun } }
  }

  private static func lookUp(
    _ service: AWSService, _ turns: LookupTurns, _ gauge: Gauge
  ) async -> AWSError? {
    do throws(AWSError) {
      try await turns.inTurn(service) { await gauge.work() }
      return nil
    } catch {
      return error
    }
  }

  @Test func `two of a service at once, and another service's besides`() async throws {
    let (turns, rds, kms) = (LookupTurns(), Gauge(), Gauge())
    await withTaskGroup(of: AWSError?.self) { group in
      for _ in 0..<20 { group.addTask { await Self.lookUp(.rds, turns, rds) } }
      for _ in 0..<2 { group.addTask { await Self.lookUp(.kms, turns, kms) } }
      while rds.begun < 2 || kms.begun < 2 { try? await Task.sleep(for: .milliseconds(1)) }
      rds.isOpen.give(true)
      kms.isOpen.give(true)
      for await error in group { #expect(error == nil) }
    }
    #expect(rds.reading.withLock { $0.most } == LookupTurns.most)
    #expect(rds.begun == 20)
    #expect(kms.reading.withLock { $0.most } == 2)
  }

  @Test func `one that is cancelled while it waits leaves its turn to the next`() async throws {
    let (turns, gauge) = (LookupTurns(), Gauge())
    let running = (0..<2).map { _ in Task { await Self.lookUp(.rds, turns, gauge) } }
    while gauge.begun < 2 { try await Task.sleep(for: .milliseconds(1)) }
    let waiting = (0..<3).map { _ in Task { await Self.lookUp(.rds, turns, gauge) } }
    waiting[0].cancel()
    #expect(await waiting[0].value == .cancelled)
    gauge.isOpen.give(true)
    for task in running + waiting.dropFirst() { #expect(await task.value == nil) }
    #expect(gauge.begun == 4)
    // Nothing is left that would hold up the next.
    #expect(await Self.lookUp(.rds, turns, gauge) == nil)
  }
}
