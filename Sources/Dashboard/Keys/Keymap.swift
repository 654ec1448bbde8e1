import Canvas

/// A table of keys: dispatch, hints, help and the README's list all come from the one that the state
/// holds.
public struct Keymap: Sendable {
  /// In the order of hints and help.
  public var entries: [Entry]

  public init(_ entries: [Entry]) {
    self.entries = entries
  }

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

  /// The entries of one place, in the table's order.
  public func entries(in place: Place) -> [Entry] {
    entries.filter { $0.places.contains(place) }
  }

  /// The entry of an action in a place.
  public func entry(for action: Action, in place: Place) -> Entry? {
    entries.first { $0.action == action && $0.places.contains(place) }
  }

  /// What a key means in a place.
  public func action(for key: Key, in place: Place) -> Action? {
    entries.first { $0.places.contains(place) && $0.keys.contains(key) }?.action
  }

  /// Keys that are one key twice in one place; empty, or the table is wrong.
  public var clashes: [(key: Key, place: Place)] {
    var seen: [Place: Set<Key>] = [:]
    var found: [(Key, Place)] = []
    for entry in entries {
      for place in entry.places {
        for key in entry.keys where !seen[place, default: []].insert(key).inserted {
          found.append((key, place))
        }
      }
    }
    return found
  }
}
