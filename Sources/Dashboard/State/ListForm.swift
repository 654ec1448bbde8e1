import Canvas
import Listing

/// What makes a list another list, whatever rows are in it.
struct ListForm: Hashable, Sendable {
  var size: Size
  var hasDetails: Bool
  var sort: Sort
  var filter: String
  var isWide: Bool
}

extension State {
  var listForm: ListForm {
    ListForm(
      size: size, hasDetails: details != nil, sort: list.sort, filter: filter.text,
      isWide: list.isWide)
  }
}
