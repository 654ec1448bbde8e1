/// What one task is sorted by, computed once for each sort: comparing two of them is comparing
/// numbers, and folded text where there is one.
struct SortKey {
  /// Compared first and never reversed: what has no value in the column goes last either way.
  var group = 0
  /// Compared next, the smaller first; negated where the direction says so.
  var number = 0.0
  var second = 0.0
  var third = 0.0
  var text = ""

  /// Nil where the keys tell no difference.
  static func precedes(_ one: SortKey, _ other: SortKey, textAscending: Bool) -> Bool? {
    if one.group != other.group { return one.group < other.group }
    if one.number != other.number { return one.number < other.number }
    if one.second != other.second { return one.second < other.second }
    if one.third != other.third { return one.third < other.third }
    if one.text != other.text { return (one.text < other.text) == textAscending }
    return nil
  }
}
