import FoundationEssentials
import Tracking

/// An event as it is written: its kind, and beside it what is known of an action. An older version
/// reads the kind and passes over the rest; what an older version wrote has the kind alone.
struct StoredKind: Codable {
  var kind: Event.Kind
  var action: ActionRecord?

  private enum CodingKeys: String, CodingKey { case action }

  init(_ event: Event) {
    kind = event.kind
    action = event.action
  }

  init(from decoder: any Decoder) throws {
    kind = try Event.Kind(from: decoder)
    // What can't be read of an action doesn't hide that it was taken.
    action = try? decoder.container(keyedBy: CodingKeys.self)
      .decodeIfPresent(ActionRecord.self, forKey: .action)
  }

  func encode(to encoder: any Encoder) throws {
    try kind.encode(to: encoder)
    guard let action else { return }
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(action, forKey: .action)
  }

  init?(text: String) {
    guard let stored = try? JSONDecoder().decode(StoredKind.self, from: Data(text.utf8)) else {
      return nil
    }
    self = stored
  }

  /// Nil where it can't be written.
  var text: String? {
    (try? JSONEncoder().encode(self)).map { String(decoding: $0, as: UTF8.self) }
  }
}
