import RDSExports

/// An object of JSON on one line, its members in the order in which they are added.
struct JSONLine: Sendable {
  private var members: [String] = []

  /// Nothing is added for nil.
  mutating func add(_ name: String, _ text: String?) {
    if let text { add(name, json: ExportTaskJSON.quoted(text)) }
  }

  mutating func add(_ name: String, _ number: Int?) {
    if let number { add(name, json: "\(number)") }
  }

  mutating func add(_ name: String, _ flag: Bool?) {
    if let flag { add(name, json: "\(flag)") }
  }

  mutating func add(_ name: String, _ texts: [String]?) {
    guard let texts else { return }
    add(name, json: "[\(texts.map(ExportTaskJSON.quoted).joined(separator: ", "))]")
  }

  mutating func add(_ name: String, _ object: JSONLine?) {
    if let object { add(name, json: object.text) }
  }

  /// - Parameter json: A whole value.
  mutating func add(_ name: String, json: String) {
    members.append("\(ExportTaskJSON.quoted(name)): \(json)")
  }

  var isEmpty: Bool { members.isEmpty }

  /// Without a newline.
  var text: String { "{\(members.joined(separator: ", "))}" }
}
