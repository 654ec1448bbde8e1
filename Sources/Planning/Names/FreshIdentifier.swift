/// A name for an export that repeats another one.
public enum FreshIdentifier {
  /// The longest identifier that AWS takes.
  public static let limit = 60

  /// The name that follows `identifier`. Its dates are renewed by the rule of `RenewedDates`: the
  /// source's where they were the old source's, else those of now. A small number at its end
  /// (`users-2`) becomes the next one; after a date only where the name with the new date is taken.
  /// Else `-2` is added. The number counts up until the name is free.
  /// - Parameter known: Every identifier that is known at the site: AWS never takes one twice.
  public static func following(
    _ identifier: String, known: Set<String>, dates: RenewedDates
  ) -> String {
    let taken = Set(known.map { $0.lowercased() } + [identifier.lowercased()])
    let counter = counter(of: identifier, dates)
    // What was added because the name with its date alone was taken already.
    let base = counter.flatMap { counter in
      dates.lastEnd(in: counter.stem) == counter.stem.count
        && taken.contains(counter.stem.lowercased()) ? counter.stem : nil
    }
    guard let dated = dates.renewed(base ?? identifier) else {
      return counted(counter?.stem ?? identifier, from: (counter?.number ?? 1) + 1, taken)
    }
    if !taken.contains(dated.lowercased()) { return dated }
    guard base == nil, let number = counter?.number else { return counted(dated, from: 2, taken) }
    return counted(String(dated.dropLast("-\(number)".count)), from: number + 1, taken)
  }

  /// The stem itself where it is free, else the stem with the next number.
  static func free(_ stem: String, known: Set<String>) -> String {
    let taken = Set(known.map { $0.lowercased() })
    return taken.contains(stem.lowercased()) ? counted(stem, from: 2, taken) : stem
  }

  private static func counted(_ stem: String, from start: Int, _ taken: Set<String>) -> String {
    var number = start
    while true {
      let suffix = "-\(number)"
      var short = stem.prefix(limit - suffix.count)
      while short.last == "-" { short.removeLast() }
      let name = short + suffix
      if !taken.contains(name.lowercased()) { return String(name) }
      number += 1
    }
  }

  /// A separate number of at most three digits at the end, which is no part of a date: longer ones
  /// mean something.
  private static func counter(
    of identifier: String, _ dates: RenewedDates
  ) -> (stem: String, number: Int)? {
    let digits = String(identifier.reversed().prefix(while: \.isDecimalDigit).reversed())
    guard (1...3).contains(digits.count), digits.first != "0", let number = Int(digits) else {
      return nil
    }
    let stem = identifier.dropLast(digits.count)
    guard stem.count > 1, stem.last == "-", (dates.lastEnd(in: identifier) ?? 0) <= stem.count
    else { return nil }
    return (String(stem.dropLast()), number)
  }
}
