import Canvas
import Testing

/// A screen without a terminal: its input is a script, and what it is given is kept.
///
/// Every frame is checked by `expectWellFormed` and must be as large as the screen.
@MainActor
public final class MemoryScreen: Screen {
  /// One presented frame and the theme it was presented with.
  public struct Presented {
    public var frame: Frame
    public var theme: Theme
  }

  /// What a call of `wait` was asked for, in order.
  public private(set) var waits: [Duration?] = []
  public private(set) var presented: [Presented] = []
  public private(set) var emitted: [Passthrough] = []
  public private(set) var suspensions = 0
  public private(set) var invalidations = 0
  public private(set) var isClosed = false
  public private(set) var size: Size
  /// What may not be cut without a mark on the frame that is presented.
  public var words: () -> Set<String> = { [] }
  /// Whether all frames are kept, or the last one alone: thousands of them are gigabytes.
  public var keepsFrames = true
  public let abilities: Abilities

  private var script: [[Input]]
  private let whenScriptEnds: (Duration?) -> [Input]

  /// - Parameters:
  ///   - script: What each call of `wait` returns; a `.resized` in it resizes the screen.
  ///   - whenScriptEnds: What `wait` returns afterwards; given the instant it was to sleep until. By
  ///     default `.due` where there is one, else `.hangUp`: nothing could ever come.
  public init(
    size: Size = Size(columns: 80, rows: 24), abilities: Abilities = Abilities(),
    script: [[Input]] = [],
    whenScriptEnds: @escaping (Duration?) -> [Input] = { $0 == nil ? [.hangUp] : [.due] }
  ) {
    self.size = size
    self.abilities = abilities
    self.script = script
    self.whenScriptEnds = whenScriptEnds
  }

  /// The last frame; nil before the first.
  public var frame: Frame? { presented.last?.frame }

  /// The rows of the last frame as text; empty before the first.
  public var text: String {
    guard let frame else { return "" }
    return (0..<frame.size.rows).map { row in
      (0..<frame.size.columns).map { column in
        String(String.UnicodeScalarView(frame[column, row].glyph.scalars))
      }.joined()
    }.joined(separator: "\n")
  }

  /// Adds to the end of the script.
  public func type(_ inputs: Input...) { type(inputs) }

  /// Adds inputs that are read together to the end of the script.
  public func type(_ inputs: [Input]) { script.append(inputs) }

  /// Adds each of the keys as a batch of its own.
  public func press(_ keys: Key...) { script += keys.map { [.key($0)] } }

  public func wait(until instant: Duration?) -> [Input] {
    waits.append(instant)
    let inputs = script.isEmpty ? whenScriptEnds(instant) : script.removeFirst()
    for case .resized(let size) in inputs { self.size = size }
    return inputs
  }

  public func present(_ frame: Frame, theme: Theme) {
    #expect(!isClosed, "a frame after the screen was closed")
    #expect(frame.size == size, "a frame of another size than the screen's")
    expectWellFormed(frame, words: words())
    if !keepsFrames { presented.removeAll(keepingCapacity: true) }
    presented.append(Presented(frame: frame, theme: theme))
  }

  @discardableResult
  public func emit(_ passthrough: Passthrough) -> Bool {
    #expect(!isClosed, "bytes for the terminal after the screen was closed")
    emitted.append(passthrough)
    return true
  }

  public func suspend() { suspensions += 1 }

  public func invalidate() { invalidations += 1 }

  public func close() { isClosed = true }
}
