/// What one item is sorted by, computed once for each sort. Comparing two keys means comparing
/// numbers, then lower-case text where there is one.
struct SortKey {
  /// Compared first and never reversed: what has no value in the column goes last in both
  /// directions.
  var group = 0
  /// Compared next, the smaller first; negated for a descending order.
  var number = 0.0
  var second = 0.0
  var third = 0.0
  var text = ""

  /// Nil where the keys are equal.
  static func precedes(_ one: SortKey, _ other: SortKey, textAscending: Bool) -> Bool? {
    if one.group != other.group { return one.group < other.group }
    if one.number != other.number { return one.number < other.number }
    if one.second != other.second { return one.second < other.second }
    if one.third != other.third { return one.third < other.third }
    if one.text != other.text { return (one.text < other.text) == textAscending }
    return nil
  }
}
