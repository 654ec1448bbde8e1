import CTerminal
import Canvas
import Glibc

/// Sleeps until the keyboard, a signal, another thread or the clock has something.
struct InputSource {
  /// What came in during one sleep.
  struct Awakening {
    var inputs: [Input] = []
    var windowChanged = false
    var goesOn = false
  }

  private let keyboard: Int32
  private let now: () -> Duration
  private var decoder: KeyDecoder
  private var lastRead = Duration.zero
  private var isGone = false

  init(keyboard: Int32, escapeDelay: EscapeDelay, now: @escaping () -> Duration) {
    self.keyboard = keyboard
    decoder = KeyDecoder(escapeDelay: escapeDelay)
    self.now = now
  }

  mutating func sleep(until instant: Duration?) -> Awakening {
    while true {
      var awakening = Awakening()
      let alarm = [instant, decoder.patience.map { lastRead + $0 }].compactMap { $0 }.min()
      let ready = poll(until: alarm)
      note(signals: ready.wake ? ct_take() : 0, into: &awakening)
      if ready.keyboard { awakening.inputs += readAll() }
      if let patience = decoder.patience, now() >= lastRead + patience {
        awakening.inputs += decoder.flush()
      }
      if let instant, now() >= instant { awakening.inputs.append(.due) }
      if !awakening.inputs.isEmpty || awakening.windowChanged || awakening.goesOn {
        return awakening
      }
    }
  }

  private func poll(until alarm: Duration?) -> (keyboard: Bool, wake: Bool) {
    // A descriptor below 0 is ignored. A keyboard that is gone would always be ready.
    var descriptors = [
      pollfd(fd: isGone ? -1 : keyboard, events: Int16(POLLIN), revents: 0),
      pollfd(fd: ct_wake_descriptor(), events: Int16(POLLIN), revents: 0),
    ]
    let timeout = alarm.map { Int32(clamping: ($0 - now()).millisecondsRoundedUp) } ?? -1
    guard Glibc.poll(&descriptors, 2, timeout) > 0 else { return (false, false) }
    return (descriptors[0].revents != 0, descriptors[1].revents != 0)
  }

  private func note(signals: UInt64, into awakening: inout Awakening) {
    for signal in 1..<Int32(64) where signals & 1 << UInt64(signal) != 0 {
      switch signal {
      case SIGWINCH: awakening.windowChanged = true
      case SIGCONT: awakening.goesOn = true
      default: awakening.inputs.append(.signal(signal))
      }
    }
    if signals & 1 != 0 { awakening.inputs.append(.woken) }
  }

  /// Everything typed so far, decoded; ends in `.hangUp` if the terminal is gone.
  private mutating func readAll() -> [Input] {
    var inputs: [Input] = []
    // A limit, so that an endless stream of input can't keep everything else waiting.
    for _ in 0..<64 {
      let (bytes, end) = readOnce()
      if !bytes.isEmpty {
        lastRead = now()
        inputs += decoder.feed(bytes)
      }
      if end {
        isGone = true
        return inputs + [.hangUp]
      }
      if bytes.count < Self.mostAtOnce { break }
      var keyboard = pollfd(fd: keyboard, events: Int16(POLLIN), revents: 0)
      guard Glibc.poll(&keyboard, 1, 0) > 0 else { break }
    }
    return inputs
  }

  /// The most that a terminal hands over in one read.
  private static let mostAtOnce = 4096

  private func readOnce() -> (bytes: [UInt8], end: Bool) {
    var end = false
    let bytes = [UInt8](unsafeUninitializedCapacity: Self.mostAtOnce) { buffer, count in
      let result = read(keyboard, buffer.baseAddress, buffer.count)
      count = max(0, result)
      // In raw mode the only end of file is that the terminal is gone.
      end = result == 0 || result < 0 && errno != EINTR && errno != EAGAIN
    }
    return (bytes, end)
  }
}
