import Canvas

/// A table of keys. Dispatch, hints and help come from the table in the state, the README's list
/// from the standard one.
public struct Keymap: Sendable {
  /// In the order of hints and help.
  public let entries: [Entry]
  /// The entries of each place, because every key is looked up in them.
  private let places: [Place: Table]

  private struct Table {
    var entries: [Entry] = []
    var actions: [Key: Action] = [:]
  }

  public init(_ entries: [Entry]) {
    self.entries = entries
    var places: [Place: Table] = [:]
    for entry in entries {
      for place in entry.places {
        places[place, default: Table()].entries.append(entry)
        for key in entry.keys where places[place]?.actions[key] == nil {
          places[place]?.actions[key] = entry.action
        }
      }
    }
    self.places = places
  }

  /// One action with its keys in some places.
  public struct Entry: Sendable {
    public var action: Action
    public var keys: [Key]
    public var places: Set<Place>
    /// One to three words for the hint line and the menus: `cancel`.
    public var hint: String
    /// A line for the help.
    public var help: String
    /// Whether the hint line shows it, and how early it may be left out: 0 goes last; nil never
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
    places[place]?.entries ?? []
  }

  /// The entry of an action in a place.
  public func entry(for action: Action, in place: Place) -> Entry? {
    entries(in: place).first { $0.action == action }
  }

  /// What a key means in a place.
  public func action(for key: Key, in place: Place) -> Action? {
    places[place]?.actions[key]
  }

  /// Keys that stand for two entries in the same place; empty unless the table is wrong.
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
