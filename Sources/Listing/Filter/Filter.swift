import FoundationEssentials
import Ground
import Tracking

/// A parsed filter: which tasks are listed.
///
/// The language: words side by side must all match (`and` may be written), `or`, `!` or `not`,
/// parentheses, quotes. A bare word is looked for in identifier, source, bucket and prefix; one that
/// is a status (`failed`) also lists the tasks of that status.
/// `field=value,value`, `!=`, `~` (contains, or `/POSIX extended pattern/`), `>` `>=` `<` `<=`;
/// `field:value` is `~` for texts and `=` for the rest. Case never matters.
///
/// Times are local: a date with or without a time of day, `today`, `yesterday`, `tonight`, a weekday
/// (`mon`: the last one, today included), a time of day (`20:00`: the last time it was that, today or
/// yesterday), or a time span with `<` or `>` (`ended<1h`: less than an hour ago). For `eta` all of
/// them are the next ones.
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

  /// Whether a task passes. The test remembers what it has found out, so make it once for many
  /// tasks.
  /// - Parameters:
  ///   - now: The server's clock, which ages are measured by.
  ///   - known: Up to when sites are known, where that is not the present: a task can't be seen to
  ///     stall while nobody looks.
  ///   - sites: What the sites are called.
  ///   - evening: When tonight begins.
  public func test(
    at moment: Moment, now: Date, known: [SiteID: Date] = [:], sites: [SiteID: SiteWords] = [:],
    evening: TimeOfDay = .evening
  ) -> (TrackedTask) -> Bool {
    guard let expression else { return { _ in true } }
    let clock = FilterClock(now: now, local: moment.local, evening: evening)
    return FilterRun(known: known, clock: clock, sites: sites).test(expression)
  }
}

extension Filter: CustomStringConvertible {
  /// The filter in its own language: parsing it gives the same filter.
  public var description: String { expression?.description ?? "" }
}
