import Tracking
import Words

/// What contexts are called on the screen: as short as tells them apart. That is the name or the
/// profile; where several have the same, the region with it (`prod·eu-west-1`), then the profile,
/// the endpoint and a number.
struct ContextNames: Equatable, Sendable {
  private(set) var names: [ContextID: String] = [:]
  private var labels: [ContextID: ContextLabel] = [:]

  init() {}

  init(_ contexts: [(id: ContextID, label: ContextLabel)]) {
    labels = Dictionary(contexts.map { ($0.id, $0.label) }) { $1 }
    let parts = contexts.map { Self.parts(of: $0.label) }
    let depth = parts.map(\.count).max() ?? 0
    var open = Array(contexts.indices)
    for count in 1...max(1, depth) where !open.isEmpty {
      func name(_ index: Int) -> String { Self.joined(parts[index].prefix(count)) }
      let groups = Dictionary(grouping: open, by: name)
      for index in open where groups[name(index)]?.count == 1 {
        names[contexts[index].id] = name(index)
      }
      open.removeAll { names[contexts[$0].id] != nil }
    }
    var taken: [String: Int] = [:]
    for index in open {
      let name = Self.joined(parts[index][...])
      taken[name, default: 0] += 1
      names[contexts[index].id] = "\(name) \(taken[name, default: 1])"
    }
  }

  subscript(context: ContextID) -> String? { names[context] }

  /// Whether these contexts get the names that are here.
  func hold(for contexts: [(id: ContextID, label: ContextLabel)]) -> Bool {
    contexts.count == labels.count && contexts.allSatisfy { labels[$0.id] == $0.label }
  }

  /// What tells a context from others, the shortest first.
  private static func parts(of label: ContextLabel) -> [String] {
    let profile = label.name == nil || label.name == label.profile ? "" : label.profile
    let parts = [label.name ?? label.profile, label.region, profile, label.endpoint ?? ""]
    return parts.map { Format.line($0) }
  }

  private static func joined(_ parts: ArraySlice<String>) -> String {
    parts.filter { !$0.isEmpty }.joined(separator: "·")
  }
}
