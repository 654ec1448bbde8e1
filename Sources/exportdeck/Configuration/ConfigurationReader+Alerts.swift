import Ground
import Listing
import TOMLKit
import Words

/// Reads `[[alerts]]`: which alerts are told, and how. One that has a mistake is left out as a
/// whole: half a rule would tell what nobody asked for.
extension ConfigurationReader {
  private static let keys = ["kinds", "filter", "contexts", "ways", "command"]

  mutating func readAlerts(_ value: any TOMLValueConvertible) {
    guard let tables = value.array else {
      return tell([Self.alerts], "each rule has a list's header of its own: write [[alerts]]")
    }
    for (index, element) in tables.enumerated() {
      let path = [Self.alerts, "\(index)"]
      guard let table = element.table else {
        tell(path, "a rule is a table, not \(words(element.type)): write [[alerts]]")
        continue
      }
      if let rule = readAlert(table, at: path) { layer.alerts.append(rule) }
    }
  }

  private mutating func readAlert(_ table: TOMLTable, at path: [String]) -> AlertRule? {
    let problems = layer.problems.count
    var rule = AlertRule(kinds: AlertRule.standard.reduce(into: []) { $0.formUnion($1.kinds) })
    for key in inOrder(table, at: path) {
      guard let value = table[key] else { continue }
      let place = path + [key]
      switch key {
      case "kinds":
        let names = AlertKind.allCases.map(\.rawValue)
        rule.kinds = Set(
          choices(value, key, of: names, at: place).compactMap(AlertKind.init(rawValue:)))
      case "ways":
        let names = AlertWays.named.map(\.name)
        let chosen = choices(value, key, of: names, at: place)
        rule.ways = AlertWays(AlertWays.named.filter { chosen.contains($0.name) }.map(\.way))
      case "filter": rule.filter = filter(value, at: place)
      case "contexts": rule.contexts = Set(texts(value, key, at: place))
      case "command":
        rule.command = texts(value, key, at: place)
        if rule.command.first?.isEmpty != false {
          tell(place, "`command` needs a program: [\"/path/to/program\", \"argument\"]")
        } else if let program = rule.command.first, program.utf8.contains(UInt8(ascii: "/")) {
          rule.command[0] = file.located(program)
        }
      default: tell(place, unknown(key, among: Self.keys))
      }
    }
    return layer.problems.count == problems ? rule : nil
  }

  private mutating func filter(_ value: any TOMLValueConvertible, at path: [String]) -> Filter {
    guard let text = value.string else {
      tell(path, "`filter` is a text, not \(words(value.type))")
      return .all
    }
    do throws(FilterProblem) {
      return try Filter.parse(text)
    } catch {
      tell(path, "`filter`: \(error.message)")
      return .all
    }
  }

  private mutating func choices(
    _ value: any TOMLValueConvertible, _ key: String, of known: [String], at path: [String]
  ) -> [String] {
    let chosen = texts(value, key, at: path)
    for text in chosen where !known.contains(text) {
      tell(
        path, "`\(key)`: " + unknown(text, among: known).replacing("unknown key ", with: "unknown ")
      )
    }
    return chosen
  }

  mutating func texts(
    _ value: any TOMLValueConvertible, _ key: String, at path: [String]
  ) -> [String] {
    guard let array = value.array else {
      tell(path, "`\(key)` is a list of texts, not \(words(value.type))")
      return []
    }
    return array.compactMap { element in
      if let text = element.string { return text }
      tell(path, "`\(key)` is a list of texts, and one of them is \(words(element.type))")
      return nil
    }
  }
}
