import Ground
import Tracking

extension State {
  mutating func toggleMark(at moment: Moment) {
    touch(at: moment)
    if list.rangeAnchor != nil {
      endRange()
      return
    }
    guard let index = list.selectedIndex else { return }
    let id = list.rows[index].id
    if list.marks.remove(id) == nil { list.marks.insert(id) }
    select(row: index + 1)
  }

  mutating func toggleRange(at moment: Moment) {
    touch(at: moment)
    if list.rangeAnchor != nil {
      endRange()
      return
    }
    guard let selected = list.selected else { return }
    list.rangeAnchor = selected
    list.marksBeforeRange = list.marks
    list.marks.insert(selected)
  }

  /// Marks every row, or unmarks them where all are marked.
  mutating func toggleAllMarks() {
    endRange()
    let listed = Set(list.rows.lazy.filter { !$0.isLeaving }.map(\.id))
    if listed.isSubset(of: list.marks) {
      list.marks.subtract(listed)
    } else {
      list.marks.formUnion(listed)
    }
  }

  mutating func clearMarks() {
    endRange()
    list.marks = []
  }

  mutating func takeRangeBack() {
    list.marks = list.marksBeforeRange
    endRange()
  }

  /// Ends the range; what is in it stays marked.
  mutating func endRange() {
    list.rangeAnchor = nil
    list.marksBeforeRange = []
  }

  /// Marks what the selection moves over, and unmarks what it leaves on its way back. Only the rows
  /// between the two places are looked at.
  mutating func extendRange(from before: Int, to row: Int) {
    guard let anchor = list.rangeAnchor.flatMap(list.index(of:)) else {
      endRange()
      return
    }
    let rows = list.rows
    let range = min(anchor, row)...max(anchor, row)
    for index in min(before, row)...max(before, row) {
      let id = rows[index].id
      if range.contains(index) {
        list.marks.insert(id)
      } else if !list.marksBeforeRange.contains(id) {
        list.marks.remove(id)
      }
    }
  }
}
