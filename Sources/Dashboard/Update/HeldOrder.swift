import Ground
import Listing
import Tracking

extension State {
  /// How long the order is held after the last key that asked for it.
  static let holding: Duration = .seconds(5)

  mutating func holdOrder(at moment: Moment) {
    // Without rows there is nothing to point at and nothing to hold: the first rows come at once.
    guard !list.rows.isEmpty else { return }
    list.heldUntil = moment.monotonic + Self.holding
  }

  /// Lets the rows take their places, if something has come meanwhile.
  mutating func releaseOrder(at moment: Moment) {
    list.heldUntil = nil
    guard list.held != nil else {
      if list.isAtTop { list.top = restingTop(for: list.selectedIndex) }
      return
    }
    let (ordering, sieve) = (ordering(at: moment), sieve(at: moment))
    relist(at: moment, byUser: false, tellsWhatIsGone: true) { $0.age(by: ordering, sieve) }
  }

  func ordering(at moment: Moment) -> Ordering {
    Ordering(
      sort: list.sort, now: serverNow(moment), known: sitesBehind(at: moment),
      ranks: roster.ranks)
  }

  /// The filter in force, or another, as of now.
  func sieve(_ filter: Filter? = nil, at moment: Moment) -> Sieve {
    Sieve(
      filter: filter ?? self.filter.active, moment: moment, now: serverNow(moment),
      known: sitesBehind(at: moment), sites: roster.words, evening: settings.tonight)
  }

  /// Lists what passes the filter, after a change to the arrangement. If the selected task is no
  /// longer listed, its neighbour is selected.
  /// - Parameter byUser: A key asked for it, so the selected task stays on the screen. What comes by
  ///   itself leaves a list at its top that was left there.
  mutating func relist(
    at moment: Moment, byUser: Bool = true, tellsWhatIsGone: Bool,
    changing change: (inout Arrangement) -> Void
  ) {
    let before = list.rows
    let index = list.selectedIndex
    list.held = nil
    change(&list.arrangement)
    reselect(from: before, index, byUser: byUser, tells: tellsWhatIsGone, at: moment)
    list.arrangement.pool.forgetGhosts()
  }

  /// - Parameters:
  ///   - before: The rows as they were; nil if the selected task is known to be listed still.
  ///   - index: The index of the selected row in `before`.
  mutating func reselect(
    from before: Rows?, _ index: Int?, byUser: Bool, tells: Bool, at moment: Moment
  ) {
    guard !list.rows.isEmpty else {
      list.selected = nil
      list.position = 0
      list.top = 0
      return
    }
    // While a filter is typed, each text starts anew from the row that was selected before it.
    if filter.editing != nil, let before = filter.placeBefore,
      let row = list.arrangement.nearestPosition(to: before.selected)
    {
      place(row: row, line: before.line, stayingAtTop: false)
      return
    }
    let stays = !byUser && list.isAtTop
    guard let selected = list.selected, let index, !(list.isUntouched && (isLoading || byUser))
    else {
      selectFirst()
      return
    }
    let line = index - list.top
    if let row = list.index(of: selected) {
      if list.isUntouched, row >= layout.listRows, details == nil {
        selectFirst()
      } else {
        place(row: row, line: line, stayingAtTop: stays)
      }
      return
    }
    guard let before, let neighbour = neighbour(of: index, in: before) else {
      selectFirst()
      return
    }
    place(row: neighbour, line: line, stayingAtTop: stays)
    if tells, let other = list.selected {
      notify(
        .info, "\(selected.identifier) is not listed any more: \(other.identifier) is selected",
        at: moment)
    }
  }

  /// Whether the first sweep is not over, so that the list is still filling.
  private var isLoading: Bool { roster.isPartial || roster.sites.isEmpty }

  private mutating func selectFirst() {
    place(row: 0, line: 0, stayingAtTop: true)
  }

  /// The row of the nearest neighbour of a row that is gone: below it, else above it.
  private func neighbour(of index: Int, in before: Rows) -> Int? {
    let arrangement = list.arrangement
    let listed = RowSet(arrangement.matching, in: arrangement.pool)
    func listedNow(_ row: RowID) -> RowID? {
      arrangement.pool.row(of: row, in: before.pool).flatMap { listed.contains($0) ? $0 : nil }
    }
    let nearest =
      before.ids[(index + 1)...].lazy.compactMap(listedNow).first
      ?? before.ids[..<index].reversed().lazy.compactMap(listedNow).first
    return nearest.flatMap(arrangement.position(of:))
  }

  private mutating func place(row: Int, line: Int, stayingAtTop: Bool) {
    let selected = list.rows[row].id
    if list.selected != selected { details?.scroll = 0 }
    list.position = row
    list.selected = selected
    list.top = stayingAtTop ? restingTop(for: row) : clampedTop(row - line)
    if !stayingAtTop { keepSelectionVisible() }
  }

  /// The first row on the screen of a list that was left at its top: the first of all, but lines that
  /// are there only at times, as what is said of the feeds, don't cover the selected row.
  func restingTop(for selected: Int?) -> Int {
    let most = Layout(size: size, hasDetails: details != nil).listRows
    guard let selected, selected < most else { return 0 }
    return max(0, selected - max(1, layout.listRows) + 1)
  }

  /// Selects a task and shows it, if it is listed.
  mutating func show(_ id: TaskID) {
    guard let row = list.index(of: id) else { return }
    place(row: row, line: min(row, layout.listRows / 2), stayingAtTop: false)
  }
}
