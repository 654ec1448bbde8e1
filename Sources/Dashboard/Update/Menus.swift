extension State {
  // MARK: Sorting

  mutating func openSortMenu(at moment: Moment) {
    releaseOrder(at: moment)
    let selected = Column.allCases.firstIndex(of: list.sort.column) ?? 0
    open(.sort(selected: selected), at: moment)
  }

  mutating func chooseSort(_ selected: Int, _ action: Action?, at moment: Moment) {
    let columns = Column.allCases
    switch action {
    case .closeOne: overlay = nil
    case .confirm:
      overlay = nil
      let column = columns[selected]
      let isReversed = column == list.sort.column
      sort(
        by: Sort(
          column: column,
          ascending: isReversed ? !list.sort.ascending : column.isNaturallyAscending),
        at: moment)
    default: overlay = .sort(selected: stepped(selected, action, count: columns.count))
    }
  }

  /// Sorts at once, whether the order was held or not.
  mutating func sort(by sort: Sort, at moment: Moment) {
    list.sort = sort
    list.isUntouched = false
    list.heldUntil = nil
    reorder(at: moment)
    relist(at: moment, tellsWhatIsGone: true)
  }

  mutating func shiftSort(by step: Int, at moment: Moment) {
    let columns = Column.allCases.filter { list.isWide || !$0.isWideOnly }
    let index = columns.firstIndex(of: list.sort.column) ?? 0
    let next = index + step
    guard columns.indices.contains(next) else { return }
    let column = columns[next]
    sort(by: Sort(column: column, ascending: column.isNaturallyAscending), at: moment)
  }

  // MARK: Themes

  mutating func openThemeMenu(at moment: Moment) {
    let selected = settings.themeNames.firstIndex(of: themeName) ?? 0
    open(.themes(selected: selected, before: themeName), at: moment)
  }

  /// A theme is tried as the selection comes to it.
  mutating func chooseTheme(_ selected: Int, _ before: String, _ action: Action?) -> [Effect] {
    switch action {
    case .confirm:
      overlay = nil
      return []
    case .closeOne:
      overlay = nil
      themeProblem = nil
      return settings.themeNames[selected] == before ? [] : [.useTheme(before)]
    default:
      let next = stepped(selected, action, count: settings.themeNames.count)
      overlay = .themes(selected: next, before: before)
      return next == selected ? [] : [.useTheme(settings.themeNames[next])]
    }
  }

  mutating func takeTheme(_ name: String, _ problem: String?, at moment: Moment) {
    themeProblem = problem
    if let problem {
      notify(.error, problem, at: moment)
    } else {
      themeName = name
    }
  }

  // MARK: What can be done here

  mutating func chooseAction(_ selected: Int, _ action: Action?, at moment: Moment) -> [Effect] {
    let entries = Keymap.entries(in: placeBelow)
    switch action {
    case .closeOne:
      overlay = nil
      return []
    case .confirm:
      overlay = nil
      return perform(entries[selected].action, at: moment)
    default:
      overlay = .actions(selected: stepped(selected, action, count: entries.count))
      return []
    }
  }

  // MARK: Help

  mutating func scrollHelp(from scroll: Int, _ action: Action?, at moment: Moment) {
    guard let action else { return }
    if action == .closeOne {
      overlay = nil
      return
    }
    let page = max(1, size.rows - 4)
    let last = max(0, helpExtent(at: moment) - page)
    overlay = .help(scroll: Scroll(page: page, last: last).moved(scroll, action))
  }

  /// Where a key takes the selection of a menu.
  private func stepped(_ selected: Int, _ action: Action?, count: Int) -> Int {
    guard let action else { return selected }
    return Scroll(page: max(1, size.rows - 4), last: max(0, count - 1)).moved(selected, action)
  }
}

extension Column {
  var isWideOnly: Bool { [.bucket, .started, .ended].contains(self) }

  /// Names from A, numbers from the largest, what ends soonest first.
  var isNaturallyAscending: Bool {
    switch self {
    case .identifier, .source, .status, .eta, .bucket: true
    case .progress, .data, .elapsed, .started, .ended: false
    }
  }
}
