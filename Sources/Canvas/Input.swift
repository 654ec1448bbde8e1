/// What can reach the program through its screen.
public enum Input: Hashable, Sendable {
  case key(Key)
  /// A whole bracketed paste, which never arrives as keys.
  case paste(String)
  case mouse(Mouse)
  case resized(Size)
  /// Another thread has left something in a mailbox.
  case woken
  /// The time that was given to `wait(until:)` has come.
  case due
  case signal(Int32)
  /// The terminal is gone.
  case hangUp
}

/// A key, by the name that terminals use.
public enum Key: Hashable, Sendable {
  case character(Character)
  /// Control and a lower-case letter or one of `@[\]^_`.
  case control(Character)
  case alt(Character)
  case up, down, left, right
  case home, end, pageUp, pageDown
  case enter, escape, tab, backTab
  case backspace, delete, insert
  case function(Int)

  /// The letters that mean something with Alt. For Alt, a terminal sends ESC and then the letter,
  /// just as for the Escape key followed by that letter. With any other letter it was Escape.
  public static let lettersWithAlt: Set<Character> = ["b", "f"]
}

/// A press or a turn of the wheel.
public struct Mouse: Hashable, Sendable {
  public enum Action: Hashable, Sendable { case press, wheelUp, wheelDown }

  public var action: Action
  public var at: Point

  public init(action: Action, at: Point) {
    self.action = action
    self.at = at
  }
}
