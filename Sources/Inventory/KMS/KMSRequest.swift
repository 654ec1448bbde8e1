import AWSCore
import FoundationEssentials

/// A call of KMS: a JSON object.
struct KMSRequest {
  var action: String
  var members: [String: JSONValue] = [:]

  /// The next page of a list.
  init(_ action: String, limit: Int, from marker: String?) {
    self.action = action
    members["Limit"] = .number(Decimal(limit))
    if let marker { members["Marker"] = .string(marker) }
  }

  init(_ action: String, keyID: String) {
    self.action = action
    members["KeyId"] = .string(keyID)
  }

  /// No member is a number that JSON can't express.
  var call: AWSCall { AWSCall(action: action, body: JSONValue.object(members).bytes ?? []) }
}

/// What KMS answered: a JSON object.
struct KMSAnswer {
  private let members: [String: JSONValue]

  init(_ answer: AWSAnswer) throws(UnreadableAnswer) {
    guard let members = JSONValue(answer.body)?.members else {
      throw UnreadableAnswer("it is no JSON object")
    }
    self.members = members
  }

  subscript(name: String) -> JSONValue? { members[name] }

  /// The objects of a list.
  func list(_ name: String) throws(UnreadableAnswer) -> [[String: JSONValue]] {
    guard let elements = members[name]?.elements else { throw UnreadableAnswer("no \(name)") }
    return elements.compactMap(\.members)
  }

  var marker: String? {
    members["Truncated"] == .boolean(true) ? members["NextMarker"]?.text : nil
  }
}
