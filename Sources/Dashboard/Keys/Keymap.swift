import Canvas

/// The one table of keys: dispatch, hints, help and the README's list all come from it.
public enum Keymap {
  /// One action with its keys in some places.
  public struct Entry: Sendable {
    public var action: Action
    public var keys: [Key]
    public var places: Set<Place>
    /// Two or three words for the hint line and the menu: `cancel`.
    public var hint: String
    /// A line for the help.
    public var help: String
    /// Whether the hint line shows it, and how early it may be dropped: 0 goes last; nil never
    /// shows.
    public var hintPriority: Int?

    public init(
      _ action: Action, _ keys: [Key], in places: Set<Place>, hint: String, help: String,
      hintPriority: Int? = nil
    ) {
      self.action = action
      self.keys = keys
      self.places = places
      self.hint = hint
      self.help = help
      self.hintPriority = hintPriority
    }
  }

  public static let entries: [Entry] = []

  /// What a key means in a place.
  public static func action(for key: Key, in place: Place) -> Action? {
    entries.first { $0.places.contains(place) && $0.keys.contains(key) }?.action
  }

  /// How a key is written on the screen: `C-c`, `⏎`, `↑`, `PgUp` (`Enter`, `Up` in ASCII).
  public static func name(of key: Key, unicode: Bool) -> String { "" }
}

extension State {
  /// Where the next key goes.
  public var place: Place { .list }

  /// Why an action can't be done right now, in a few words; nil where it can.
  public func reasonDisabled(_ action: Action) -> String? { nil }
}
