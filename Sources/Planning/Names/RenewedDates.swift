import FoundationEssentials
import Ground

/// The dates in the name and the prefix of an export that is repeated: each is written anew in its
/// own form, for the moment of the repetition.
///
/// A name says nothing of its zone. Where the start of the first export fits to UTC better than to
/// the local time, it is UTC, else local time; one that ends in `Z` is UTC.
public struct RenewedDates {
  private let now: Date
  private let started: Date?
  private let localOffset: Int
  /// Seconds east of Greenwich, of what the new dates are in.
  private let offset: Int

  /// - Parameters:
  ///   - texts: All that belong to one export: the most exact date in them says which zone it is.
  ///   - started: When that export started, if that is known.
  public init(of texts: [String], started: Date?, at moment: Moment) {
    now = moment.wall
    self.started = started
    localOffset = moment.utcOffset
    let stamps = texts.flatMap { text in
      let found = Self.stamps(in: Array(text), started, moment.utcOffset)
      return found + [DateStamp(ofParts: found)].compactMap(\.self)
    }
    let finest = stamps.min { $0.span < $1.span }
    let isUTC =
      stamps.contains(where: \.isUTC)
      || finest?.isNearer(to: started, in: 0, than: moment.utcOffset) == true
    offset = isUTC ? 0 : moment.utcOffset
  }

  /// The text with new dates; nil where it holds none.
  public func renewed(_ text: String) -> String? {
    let characters = Array(text)
    let stamps = Self.stamps(in: characters, started, localOffset)
    guard !stamps.isEmpty else { return nil }
    var parts: [String] = []
    var end = 0
    for stamp in stamps {
      parts.append(String(characters[end..<stamp.range.lowerBound]))
      parts.append(stamp.written(now, offset: offset))
      end = stamp.range.upperBound
    }
    return parts.joined() + String(characters[end...])
  }

  /// Where the last date of a text ends, in characters from its start; nil where there is none.
  func lastEnd(in text: String) -> Int? {
    Self.stamps(in: Array(text), started, localOffset).last?.range.upperBound
  }

  // MARK: Finding them

  private static func stamps(
    in text: [Character], _ started: Date?, _ localOffset: Int
  ) -> [DateStamp] {
    var stamps: [DateStamp] = []
    var index = 0
    while index < text.count {
      let isStart = text[index].isDecimalDigit && (index == 0 || !text[index - 1].isDecimalDigit)
      let found = isStart ? DateStamp(in: text, at: index, started, localOffset) : nil
      if let found { stamps.append(found) }
      index = found?.range.upperBound ?? index + 1
    }
    let named = DateStamp.named(in: text, amongDates: !stamps.isEmpty)
    stamps.removeAll { stamp in named.contains { $0.range.overlaps(stamp.range) } }
    return (stamps + named).sorted { $0.range.lowerBound < $1.range.lowerBound }
  }
}
