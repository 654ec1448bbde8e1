import Ground
import Listing

extension State {
  // MARK: Sorting

  mutating func openSortMenu(at moment: Moment) {
    releaseOrder(at: moment)
    let selected = sortColumns.firstIndex(of: list.sort.column) ?? 0
    open(SortMenu(selected: selected), at: moment)
  }

  /// Sorts by the chosen column, or the other way round if it was the sorted one already.
  mutating func sortAnew(by column: ColumnID, at moment: Moment) {
    let isReversed = column == list.sort.column
    sort(
      by: Sort(
        column: column,
        ascending: isReversed ? !list.sort.ascending : ColumnSpec(column).isNaturallyAscending),
      at: moment)
  }

  /// Sorts at once, whether the order was held or not.
  mutating func sort(by sort: Sort, at moment: Moment) {
    list.sort = sort
    list.heldUntil = nil
    let (ordering, sieve) = (ordering(at: moment), sieve(at: moment))
    relist(at: moment, tellsWhatIsGone: true) { $0.order(by: ordering, sieve) }
    holdOrder(at: moment)
  }

  mutating func shiftSort(by step: Int, at moment: Moment) {
    let columns = columnPlan.available
    let index = columns.firstIndex(of: list.sort.column) ?? 0
    let next = index + step
    guard columns.indices.contains(next) else { return }
    let column = columns[next]
    sort(by: Sort(column: column, ascending: ColumnSpec(column).isNaturallyAscending), at: moment)
  }

  // MARK: Themes

  mutating func openThemeMenu(at moment: Moment) {
    let selected = settings.themeNames.firstIndex(of: themeName) ?? 0
    open(ThemeMenu(selected: selected, before: themeName), at: moment)
  }

  mutating func takeTheme(_ name: String, _ problem: String?, at moment: Moment) {
    themeProblem = problem
    let isOfContext = name == contextThemeAsked
    contextThemeAsked = nil
    if let problem {
      notify(.error, problem, at: moment)
    } else {
      themeShown = name
      if !isOfContext { themeName = name }
    }
  }

  /// Shows the theme of the selected row's context, or else the one that was chosen. While themes are
  /// being tried, the one that is tried stays.
  mutating func followTheme(at moment: Moment) -> [Effect] {
    guard !(dialog is ThemeMenu) else { return [] }
    let own = mainContext.flatMap { watch[$0]?.theme }
    let wanted = own ?? themeName
    guard wanted != themeShown else { return [] }
    // Whatever comes of it, it isn't asked for again with each key.
    themeShown = wanted
    contextThemeAsked = wanted
    return [.useTheme(wanted)]
  }
}
