import FoundationEssentials
import Ground

/// The dates in the name and the prefix of an export that is repeated, each written anew in its own
/// form. The rule is one for the form, for several exports, for the command and for the queue:
///
/// * A date that was the old source's, as the old source's name says it, becomes the new source's,
///   where that one's name says one: old data never gets the date of today. Of a time of day, the
///   same holds for the whole.
/// * Any other is the date of the repetition, since that was when the first one was started.
///
/// A name says nothing of its zone. Where the start of the first export fits to UTC better than to
/// the local time, it is UTC, else local time; one that ends in `Z` is UTC.
public struct RenewedDates {
  private let moment: Moment
  private let started: Date?
  /// Seconds east of Greenwich, of what the new dates are in.
  private let offset: Int
  private let oldDate: SourceDate?
  private let sources: Sources?
  /// By which clock the dates of all texts are the source's; nil where they aren't.
  private var clockOfAll: SourceDate.Clock?

  /// The dates of what was exported first, and of what is now.
  private struct Sources {
    var old: SourceDate
    var new: SourceDate
  }

  /// - Parameters:
  ///   - texts: All that belong to one export: the most exact date in them says which zone it is.
  ///   - started: When that export started, if that is known.
  ///   - oldSource: The ARN of what it exported.
  ///   - newSource: The ARN of what its repetition exports.
  public init(
    of texts: [String], started: Date?, oldSource: String? = nil, newSource: String? = nil,
    at moment: Moment
  ) {
    self.moment = moment
    self.started = started
    let oldDate = oldSource.flatMap(SourceDate.init(ofSourceArn:))
    self.oldDate = oldDate
    let stamps = texts.flatMap {
      Self.stampsAndWhole(in: $0, started, moment.utcOffset, source: oldDate)
    }
    let finest = stamps.min { $0.span < $1.span }
    let isUTC =
      stamps.contains(where: \.isUTC)
      || finest?.isNearer(to: started, in: 0, than: moment.utcOffset) == true
    offset = isUTC ? 0 : moment.utcOffset
    sources = oldDate.flatMap { old in
      newSource.flatMap(SourceDate.init(ofSourceArn:)).map { Sources(old: old, new: $0) }
    }
    clockOfAll = clock(of: stamps)
  }

  /// The text with new dates; nil where it holds none.
  public func renewed(_ text: String) -> String? {
    let characters = Array(text)
    let stamps = Self.stamps(in: characters, started, moment.utcOffset, source: oldDate)
    guard !stamps.isEmpty else { return nil }
    let source = sourceTime(for: text)
    let (now, offset) = source.map { ($0.date, 0) } ?? (moment.wall, self.offset)
    var parts: [String] = []
    var end = 0
    for stamp in stamps {
      parts.append(String(characters[end..<stamp.range.lowerBound]))
      parts.append(stamp.written(now, offset: offset))
      end = stamp.range.upperBound
    }
    return parts.joined() + String(characters[end...])
  }

  /// What the clock showed when the new source was made, where the dates of a text were the old
  /// one's; nil where they are those of the repetition.
  /// - Parameter needsTime: Whether a day alone is too little.
  func sourceTime(for text: String, needsTime: Bool = false) -> CivilTime? {
    let stamps = Self.stampsAndWhole(in: text, started, moment.utcOffset, source: oldDate)
    let hasDay = stamps.contains(where: \.isWholeDay)
    guard let sources, let clock = hasDay ? clock(of: stamps) : clockOfAll,
      sources.new.hasTime || !needsTime
    else { return nil }
    return sources.new.time(by: clock, moment)
  }

  /// By which clock all dates among the stamps are the old source's; nil where one isn't.
  private func clock(of stamps: [DateStamp]) -> SourceDate.Clock? {
    let days = stamps.filter(\.isWholeDay)
    guard let sources, !days.isEmpty,
      sources.new.hasTime || !days.contains(where: \.hasTime)
    else { return nil }
    return SourceDate.Clock.allCases.first { clock in
      let time = sources.old.time(by: clock, moment)
      return days.allSatisfy { $0.says(time) }
    }
  }

  /// Where the last date of a text ends, in characters from its start; nil where there is none.
  func lastEnd(in text: String) -> Int? {
    Self.stamps(in: Array(text), started, moment.utcOffset, source: oldDate).last?.range.upperBound
  }

  // MARK: Finding them

  /// With the date that named parts of it are in all.
  private static func stampsAndWhole(
    in text: String, _ started: Date?, _ localOffset: Int, source: SourceDate?
  ) -> [DateStamp] {
    let found = stamps(in: Array(text), started, localOffset, source: source)
    return found + [DateStamp(ofParts: found)].compactMap(\.self)
  }

  static func stamps(
    in text: [Character], _ started: Date?, _ localOffset: Int, source: SourceDate? = nil
  ) -> [DateStamp] {
    var stamps: [DateStamp] = []
    var index = 0
    while index < text.count {
      let isStart = text[index].isDecimalDigit && (index == 0 || !text[index - 1].isDecimalDigit)
      let found =
        isStart ? DateStamp(in: text, at: index, started, localOffset, source: source) : nil
      if let found { stamps.append(found) }
      index = found?.range.upperBound ?? index + 1
    }
    let named = DateStamp.named(in: text, amongDates: !stamps.isEmpty)
    stamps.removeAll { stamp in named.contains { $0.range.overlaps(stamp.range) } }
    return (stamps + named).sorted { $0.range.lowerBound < $1.range.lowerBound }
  }
}
