/// What a piece of the screen means; a theme decides how each meaning looks.
///
/// The raw value is the name that theme files and golden frames use.
public enum Role: String, CaseIterable, Sendable {
  case text
  case textMuted = "text.muted"
  case textStrong = "text.strong"

  case title
  case titleContext = "title.context"
  case columnHeader = "column.header"
  case columnSorted = "column.sorted"

  case rowSelected = "row.selected"
  case rowMarked = "row.marked"
  case rowLeaving = "row.leaving"
  case rowChanged = "row.changed"

  case statusStarting = "status.starting"
  case statusRunning = "status.running"
  case statusStalled = "status.stalled"
  case statusSlow = "status.slow"
  case statusWaiting = "status.waiting"
  case statusCanceling = "status.canceling"
  case statusCanceled = "status.canceled"
  case statusComplete = "status.complete"
  case statusWarning = "status.warning"
  case statusFailed = "status.failed"
  case statusUnknown = "status.unknown"

  case progressFill = "progress.fill"
  case progressEmpty = "progress.empty"
  case slotUsed = "slot.used"
  case slotFree = "slot.free"
  case timeNow = "time.now"

  case ageLive = "age.live"
  case ageStale = "age.stale"
  case agePaused = "age.paused"

  case paneRule = "pane.rule"
  case paneFocused = "pane.focused"
  case paneTitle = "pane.title"
  case tabActive = "tab.active"
  case tabInactive = "tab.inactive"
  case fieldLabel = "field.label"
  case fieldValue = "field.value"

  case inputText = "input.text"
  case inputFocused = "input.focused"
  case inputError = "input.error"
  case inputPlaceholder = "input.placeholder"
  case match

  case hintKey = "hint.key"
  case hintText = "hint.text"
  case hintDisabled = "hint.disabled"

  case dialogSurface = "dialog.surface"
  case dialogTitle = "dialog.title"
  case dialogDanger = "dialog.danger"

  case alertGood = "alert.good"
  case alertCaution = "alert.caution"
  case alertBad = "alert.bad"

  case toastInfo = "toast.info"
  case toastSuccess = "toast.success"
  case toastWarning = "toast.warning"
  case toastError = "toast.error"
}

/// How a cell looks, by meaning: colours are looked up in a theme when a frame is presented.
public struct Style: Hashable, Sendable {
  /// What the glyph means.
  public var role: Role
  /// What is below it (a selected row, a dialog); its background shows if `role` sets none.
  public var surface: Role?
  /// A place on the role's gradient, 0…100.
  public var step: UInt8?
  /// Whether the glyph is a part of a picture: a line under it would be taken for another stroke.
  public var isPicture: Bool

  public init(
    _ role: Role, on surface: Role? = nil, step: UInt8? = nil, isPicture: Bool = false
  ) {
    self.role = role
    self.surface = surface
    self.step = step
    self.isPicture = isPicture
  }

  public static let plain = Style(.text)
}
