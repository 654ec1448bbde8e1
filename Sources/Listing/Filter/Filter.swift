import FoundationEssentials
import Ground
import Tracking

/// A parsed filter: which tasks are listed.
///
/// The language: words that stand side by side must all match (`and` may be written), `or`, `!` or
/// `not`, parentheses, quotes. A bare word is looked for in identifier, source, bucket and prefix.
/// `field=value,value`, `!=`, `~` (contains, or `/POSIX extended pattern/`), `>` `>=` `<` `<=`. Case
/// counts nowhere.
public struct Filter: Sendable, Hashable {
  /// Lists everything.
  public static let all = Filter(nil)

  let expression: FilterExpression?

  init(_ expression: FilterExpression?) {
    self.expression = expression
  }

  public var isEmpty: Bool { expression == nil }

  /// Parses the filter language.
  /// - Throws: `FilterProblem`, with the place in the text.
  public static func parse(_ text: String) throws(FilterProblem) -> Filter {
    var parser = FilterParser(text)
    return Filter(try parser.parse())
  }

  /// The tasks that match, in the order they came in.
  /// - Parameter serverAhead: How far the server's clock is ahead of this machine's, in seconds:
  ///   ages are by the server's.
  public func matching(_ tasks: [TrackedTask], at moment: Moment, serverAhead: Double)
    -> [TrackedTask]
  {
    guard let expression else { return tasks }
    let matches = FilterRun(at: moment, serverAhead: serverAhead).test(expression)
    let places = tasks.indices.filter { matches(tasks[$0]) }
    // Where all match, the list is shared, which spares a reference count for each.
    return places.count == tasks.count ? tasks : places.map { tasks[$0] }
  }

  /// Whether one task matches; `matching` is far quicker for many.
  public func matches(_ task: TrackedTask, at moment: Moment, serverAhead: Double) -> Bool {
    guard let expression else { return true }
    return FilterRun(at: moment, serverAhead: serverAhead).test(expression)(task)
  }
}

extension Filter: CustomStringConvertible {
  /// The filter in its own language: parsing it gives the same filter.
  public var description: String { expression?.description ?? "" }
}

extension Filter {
  /// Whether the last word of a text is the beginning of a field's name, or all of it: a comparison
  /// is perhaps being typed.
  public static func isNameBegun(by text: String) -> Bool {
    guard let last = text.split(whereSeparator: { $0 == " " || $0 == "(" || $0 == "!" }).last,
      text.hasSuffix(last)
    else { return false }
    let word = last.lowercased()
    return FilterField.named.contains { $0.name.hasPrefix(word) }
  }
}
