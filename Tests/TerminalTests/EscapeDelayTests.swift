import Canvas
import Glibc
import Testing

@testable import Terminal

@Suite struct EscapeDelayTests {
  @Test(
    arguments: [
      (nil, false, .milliseconds(25)), (nil, true, .milliseconds(400)),
      ("100", false, .milliseconds(100)), ("100", true, .milliseconds(100)),
      (" 50 ", true, .milliseconds(50)), ("0", true, .zero),
      ("9999999999999999999", false, .seconds(10)),
      ("60000", false, .seconds(10)), ("-1", true, .milliseconds(400)),
      ("fast", false, .milliseconds(25)),
      ("1.5", false, .milliseconds(25)), ("", true, .milliseconds(400)),
      ("٣", false, .milliseconds(25)),
    ] as [(String?, Bool, Duration)])
  func `ESCDELAY goes before the line's own`(setting: String?, isRemote: Bool, delay: Duration) {
    #expect(EscapeDelay(setting: setting, isRemote: isRemote).duration == delay)
  }

  @Test func `the decoder is as patient as it is told`() {
    for delay in [EscapeDelay.nearby, .remote] {
      var decoder = KeyDecoder(escapeDelay: delay)
      for bytes in ["\u{1B}", "["] {
        #expect(decoder.feed(Array(bytes.utf8)).isEmpty)
        #expect(decoder.patience == delay.duration)
      }
      #expect(decoder.feed(Array("B".utf8)) == [.key(.down)])
      #expect(decoder.patience == nil)
    }
  }

  /// What a keyboard's bytes mean that come at these times.
  @MainActor private func inputs(
    _ pieces: [(at: Duration, bytes: String)], _ delay: EscapeDelay
  ) throws -> [Input] {
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    defer { for end in ends { close(end) } }
    var now = Duration.zero
    var source = InputSource(keyboard: ends[0], escapeDelay: delay) { now }
    return pieces.flatMap { piece in
      now = piece.at
      let bytes = Array(piece.bytes.utf8)
      _ = write(ends[1], bytes, bytes.count)
      // An instant that has passed: it looks once.
      return source.sleep(until: .zero).inputs.filter { $0 != .due }
    }
  }

  @MainActor @Test func `an arrow in pieces is an arrow where the line may be slow`() throws {
    let pieces: [(Duration, String)] = [
      (.milliseconds(5), "\u{1B}"), (.milliseconds(100), ""), (.milliseconds(300), "["),
      (.milliseconds(600), ""), (.milliseconds(650), "B"), (.seconds(20), ""),
    ]
    #expect(try inputs(pieces, .remote) == [.key(.down)])
    #expect(
      try inputs(pieces, .nearby)
        == [.key(.escape), .key(.character("[")), .key(.character("B"))])
  }

  @MainActor @Test func `Escape alone is Escape once the time is up`() throws {
    let alone: [(Duration, String)] = [(.milliseconds(5), "\u{1B}"), (.milliseconds(404), "")]
    #expect(try inputs(alone, .remote) == [])
    #expect(try inputs(alone + [(.milliseconds(405), "")], .remote) == [.key(.escape)])
    // Another key shows that it was alone, whatever the time.
    #expect(
      try inputs([(.zero, "\u{1B}"), (.milliseconds(1), "j")], .remote)
        == [.key(.escape), .key(.character("j"))])
  }
}
