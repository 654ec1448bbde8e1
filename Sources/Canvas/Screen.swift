/// What the terminal behind a screen can do.
public struct Abilities: Hashable, Sendable {
  /// Whether glyphs outside ASCII may be used (locale and `--ascii` decide).
  public var unicode: Bool
  public var colours: ColourDepth

  public init(unicode: Bool = true, colours: ColourDepth = .indexed256) {
    self.unicode = unicode
    self.colours = colours
  }
}

/// How many colours a terminal has, in ascending order.
public enum ColourDepth: Int, Hashable, Sendable, Comparable {
  case mono = 1
  case ansi8 = 8
  case ansi16 = 16
  case indexed256 = 256
  case direct = 16_777_216

  public static func < (lhs: ColourDepth, rhs: ColourDepth) -> Bool { lhs.rawValue < rhs.rawValue }
}

/// What is sent to the terminal itself and is not part of a frame.
public enum Passthrough: Hashable, Sendable {
  case bell
  /// Puts a text on the clipboard of the terminal (OSC 52).
  case clipboard(String)
  /// A desktop notification (OSC 9 or 777).
  case notification(String)
  /// The window's title (OSC 2).
  case title(String)
}

/// A screen: it waits for input and shows frames. A real terminal is one implementation, the screen
/// in memory that tests use is another.
///
/// Monotonic instants are durations since an arbitrary origin that the whole program shares.
@MainActor
public protocol Screen: AnyObject {
  var size: Size { get }
  var abilities: Abilities { get }
  /// Sleeps until there is input or a wake-up, or until `instant` has come; never returns an empty
  /// array.
  func wait(until instant: Duration?) -> [Input]
  func present(_ frame: Frame, theme: Theme)
  /// - Returns: Whether it was sent: half of a text on the clipboard is worse than none.
  @discardableResult
  func emit(_ passthrough: Passthrough) -> Bool
  /// Gives the terminal back, stops the process, and takes the terminal again when the process
  /// continues.
  func suspend()
  /// Forgets what the terminal shows, so that the next frame is painted as a whole.
  func invalidate()
  func close()
}
