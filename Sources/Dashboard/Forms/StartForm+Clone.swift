import RDSExports
import Tracking

extension StartForm {
  /// A form with everything from an earlier export, under a name of its own.
  /// - Parameters:
  ///   - known: Every identifier that is known at the site: AWS never takes one twice.
  ///   - today: Today's local date as `2026-11-22`, for names that end in a date.
  init(cloning task: TrackedTask, shown: Site, known: Set<String>, today: String) {
    self.init(site: task.siteID, shown: shown)
    let export = task.task
    clonedFrom = export.exportTaskIdentifier
    set(
      .exportTaskIdentifier,
      FreshIdentifier.following(export.exportTaskIdentifier, known: known, today: today))
    set(.sourceArn, export.sourceArn)
    set(.s3BucketName, export.s3Bucket)
    set(.s3Prefix, export.s3Prefix)
    set(.iamRoleArn, export.iamRoleArn)
    set(.kmsKeyId, export.kmsKeyId)
    set(.exportOnly, export.exportOnly?.joined(separator: " "))
    for field in Self.order { texts[field] = text(field) }
  }
}

/// A name for an export that repeats another one.
enum FreshIdentifier {
  /// The longest identifier that AWS takes.
  static let limit = 60

  /// The name that follows `identifier`. If it ends in a date (`users-2026-11-21`,
  /// `users-20261121`), that becomes today's. If it ends in a small number (`users-2`), that
  /// becomes the next one. Else `-2` is added. The number counts up until the name is free.
  static func following(_ identifier: String, known: Set<String>, today: String) -> String {
    let taken = Set(known.map { $0.lowercased() })
    if let dated = redated(identifier, today: today) {
      if !taken.contains(dated.lowercased()) { return dated }
      return counted(dated, from: 2, taken)
    }
    if let (stem, number) = numbered(identifier) { return counted(stem, from: number + 1, taken) }
    return counted(identifier, from: 2, taken)
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

  /// A separate number of at most three digits at the end: longer ones mean something.
  private static func numbered(_ identifier: String) -> (stem: String, number: Int)? {
    let digits = trailingDigits(identifier)
    guard (1...3).contains(digits.count), digits.first != "0", let number = Int(digits) else {
      return nil
    }
    let stem = identifier.dropLast(digits.count)
    guard stem.count > 1, stem.last == "-" else { return nil }
    return (String(stem.dropLast()), number)
  }

  private static func redated(_ identifier: String, today: String) -> String? {
    let digits = trailingDigits(identifier)
    if digits.count == 8, isDate(digits) {
      return identifier.dropLast(8) + today.filter { $0 != "-" }
    }
    let parts = identifier.split(separator: "-", omittingEmptySubsequences: false).suffix(3)
    guard parts.map(\.count) == [4, 2, 2], isDate(parts.joined()) else { return nil }
    return identifier.dropLast(10) + today
  }

  private static func trailingDigits(_ text: String) -> String {
    String(text.reversed().prefix { $0.isASCII && $0.isNumber }.reversed())
  }

  /// Whether eight digits can be a year, a month and a day.
  private static func isDate(_ digits: String) -> Bool {
    guard digits.count == 8, digits.allSatisfy({ $0.isASCII && $0.isNumber }),
      let number = Int(digits)
    else { return false }
    let (year, month, day) = (number / 10000, number / 100 % 100, number % 100)
    return (2000...2099).contains(year) && (1...12).contains(month) && (1...31).contains(day)
  }
}
