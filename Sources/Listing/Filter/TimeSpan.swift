/// Time spans as people write them, in the filter language and in options: `90s`, `2h`, `1d12h`.
public enum TimeSpan {
  /// How one is written, in a sentence.
  public static let form = "a time span is in s, m, h, d or w, such as 90s, 2h or 1d12h"

  /// In seconds; nil where a text is none.
  public static func seconds(_ text: String) -> Double? {
    var rest = text[...]
    return FilterParser.takeSpan(&rest)
  }
}
