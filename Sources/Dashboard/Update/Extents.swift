import Canvas
import Ground

/// How far a scroll goes: the lines are counted as they would be drawn.
extension State {
  /// How many lines the open page of the details has.
  func detailsExtent(at moment: Moment) -> Int {
    var facts = Facts(self, at: moment)
    return facts.detailLineCount()
  }
}
