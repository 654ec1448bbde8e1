/// What happens to an export while it waits in the local queue.
public enum QueueStep: Hashable, Sendable, Codable {
  /// It waits from now on; its number in the queue.
  case added(number: Int)
  /// It does not start until a person releases it: why, in a line for a person; nil where a person
  /// wanted it so.
  case held(because: String?)
  case released
  /// It has another turn: its place among those that wait, from 1; nil where that isn't known.
  case moved(turn: Int?)
  case removed
  /// It was not started, and is tried again: why, in a line for a person.
  case putBack(because: String)
  /// AWS has what an earlier send had asked for, whose answer nobody had seen.
  case found
  /// AWS has no export of its identifier after a send whose answer nobody had seen.
  case notFound
  /// AWS has another export of its identifier, and a person has to decide: what tells them apart.
  case clash(because: String)
}

extension QueueStep {
  /// The same, with a change to the texts that came from outside.
  func rewriting(_ change: (String) -> String) -> QueueStep {
    switch self {
    case .held(let words): .held(because: words.map(change))
    case .putBack(let words): .putBack(because: change(words))
    case .clash(let words): .clash(because: change(words))
    case .added, .released, .moved, .removed, .found, .notFound: self
    }
  }
}
