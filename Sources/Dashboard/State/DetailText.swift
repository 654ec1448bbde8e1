import Tracking

/// The lines of an open page of details that don't change while its task, its width and the time
/// zone stay the same. They are kept in the state, so that a key costs the same whatever the length
/// of AWS's texts.
struct DetailText: Sendable {
  struct Cause: Hashable {
    var task: ObjectIdentifier
    var page: DetailsState.Page
    var columns: Int
    var unicode: Bool
    var utcOffset: Int
    var zone: String
    /// The context, where there are several.
    var context: String?
  }

  let cause: Cause
  /// Keeps the task alive, so that no other task can get its address.
  let task: TrackedTask
  /// What happened, in one sentence, where that does not depend on the time.
  let headline: String?
  /// What stands above the lines that change with time, and below them.
  let above, below: [[Span]]
}

extension Facts {
  private func cause(
    of task: TrackedTask, _ page: DetailsState.Page, columns: Int
  ) -> DetailText.Cause {
    DetailText.Cause(
      task: ObjectIdentifier(task), page: page, columns: columns, unicode: signs.unicode,
      utcOffset: moment.utcOffset, zone: moment.zone,
      context: state.roster.hasSeveral ? contextWords(task.siteID) : nil)
  }

  /// The lines as they were kept, or made anew.
  func detailText(
    _ task: TrackedTask, _ page: DetailsState.Page, columns: Int
  ) -> DetailText {
    let cause = cause(of: task, page, columns: columns)
    if let kept = state.detailText, kept.cause == cause { return kept }
    var (headline, above, below): (String?, [[Span]], [[Span]]) = (nil, [], [])
    switch page {
    case .overview:
      let explanation = task.explanation
      headline = explanation?.headline
      above = overviewAdvice(task, explanation, columns: columns)
      below = overviewFacts(
        task, isUnderstood: explanation != nil, of: cause.context, columns: columns)
    case .json: below = jsonLines(task.task, columns: columns)
    case .events: break
    }
    return DetailText(cause: cause, task: task, headline: headline, above: above, below: below)
  }

  /// The text of the page that is open; nil where none is.
  var openDetailText: DetailText? {
    guard let task = state.selectedTask else { return nil }
    if let page = state.page as? DetailsPage {
      return detailText(
        task, page.page, columns: textColumns(task, page.page, columns: pageColumns))
    }
    guard let details = state.details, let area = layout.details else { return nil }
    return detailText(
      task, details.page,
      columns: textColumns(task, details.page, columns: detailColumns(of: area)))
  }

  private func textColumns(
    _ task: TrackedTask, _ page: DetailsState.Page, columns: Int
  ) -> Int {
    page == .overview ? overviewColumns(of: task, columns: columns) : columns
  }
}
