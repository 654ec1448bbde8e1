/// What Esc closes in the list: one thing at a time.
enum Closable: Hashable {
  case details, range, marks, filter

  /// For the hint line.
  var hint: String {
    switch self {
    case .details: "close details"
    case .range: "take range back"
    case .marks: "clear marks"
    case .filter: "clear filter"
    }
  }
}

extension State {
  var closable: Closable? {
    if details != nil { return .details }
    if list.rangeAnchor != nil { return .range }
    if !list.marks.isEmpty { return .marks }
    return filter.text.isEmpty ? nil : .filter
  }
}
