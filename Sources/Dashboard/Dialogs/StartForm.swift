import Canvas
import Ground
import Planning
import RDSExports
import Tracking
import Words

/// The form that starts an export: text fields that are checked as the user types, with lists of
/// what they can take. Closing it keeps the text, and starting shows a summary first.
struct StartForm: Dialog {
  /// The fields in their order on the screen: what is exported first, since the rest follows from it.
  static let order: [FieldProblem.Field] =
    [.sourceArn] + FieldProblem.Field.allCases.filter { $0 != .sourceArn }

  /// Where the export would be started, and that site as the form shows it.
  private(set) var site: SiteID
  private(set) var shown: Site
  var fields: [FieldProblem.Field: TextField]
  var focus: FieldProblem.Field
  /// Whether no key has changed anything in the field that has the focus since it was entered.
  var isUntouched = true
  /// Fields that the user has left or submitted: their problems are shown.
  var touched: Set<FieldProblem.Field> = []
  /// The ticket of the request that is under way. The form can't be changed meanwhile.
  var ticket: Int?
  /// What was wrong with the last attempt, and the field that it concerns.
  var refusal: (field: FieldProblem.Field?, message: String)?
  /// The task that it was filled from.
  var filledFrom: String?
  /// What was in the fields before anybody typed.
  var texts: [FieldProblem.Field: String] = [:]
  /// What the field that has the focus can take.
  var picker: Picker?
  /// What there is to say of a text that was pasted as a whole export.
  var pasteRemarks: [String] = []
  /// Where a pasted command would have started it.
  var pastedWay = AWSCommand.Way()
  /// Where the newest snapshot of the source's database is to take the place of the last one.
  var newest: NewestSource?

  init(site: SiteID, shown: Site) {
    self.site = site
    self.shown = shown
    fields = [:]
    for field in FieldProblem.Field.allCases { fields[field] = TextField() }
    focus = Self.order[0]
  }

  var place: Place { picker?.selected == nil ? .form : .offers }

  var sitesLookedUp: Set<SiteID> { [site] }

  func rect(in layout: Layout) -> Rect { layout.dialogArea(columns: 92) }

  func isOff(_ action: Action, _ facts: Facts) -> Bool {
    if ticket != nil { return action != .closeOne }
    switch action {
    case .openList: return picker?.rows.isEmpty != false && !canAskMore(facts)
    case .askAgain: return ShelfKind(focus) == nil
    default: return false
    }
  }

  // MARK: Keys

  mutating func take(_ key: Key, _ action: Action?, _ facts: Facts, at moment: Moment) -> Outcome {
    if picker?.selected != nil { return takeInList(key, action, facts) }
    if action == .closeOne {
      guard showsList(facts) else { return .end(.keep(self)) }
      picker?.close()
      return .stay
    }
    if ticket != nil { return .stay }
    switch action {
    case .openList:
      return picker?.rows.isEmpty == false || canAskMore(facts)
        ? .decide(.enterList) : goOn(key)
    case .nextField:
      if key == .enter, let outcome = takeMatch(facts) { return outcome }
      return goOn(key)
    case .previousField:
      guard let before = neighbour(by: -1) else {
        if facts.state.keptForm != nil { return .decide(.bringFormBack) }
        return go(to: Self.order[Self.order.count - 1])
      }
      return go(to: before)
    case .confirm: return takeOnlyMatch(facts) ?? submit()
    case .askAgain: return .decide(.askAgain)
    default:
      guard var field = fields[focus] else { return .stay }
      let before = field.text
      // Nobody completes an ARN that is filled in: what is typed looks for another.
      if isUntouched, ShelfKind(focus) != nil, case .character = key { field = TextField() }
      guard field.apply(key) else { return .unknown }
      isUntouched = false
      fields[focus] = field
      if field.text != before {
        forgetRefusal()
        narrowList(facts)
      }
    }
    return .stay
  }

  mutating func paste(_ text: String) {
    guard ticket == nil else { return }
    if picker?.selected != nil {
      picker?.filter.paste(text)
      return
    }
    if StartText.isOne(text) { return fill(pasted: text) }
    fields[focus]?.paste(text)
    picker?.close()
    forgetRefusal()
  }

  /// To the next field; Enter in the last one asks.
  private mutating func goOn(_ key: Key) -> Outcome {
    if let next = neighbour(by: 1) { return go(to: next) }
    return key == .enter ? submit() : go(to: Self.order[0])
  }

  /// Asks for the confirmation, or goes to the first field that has a problem.
  mutating func submit() -> Outcome {
    touched = Set(Self.order)
    refusal = nil
    let problems = request.problems()
    if let first = Self.order.first(where: { field in problems.contains { $0.field == field } }) {
      return go(to: first)
    }
    picker?.close()
    return .decide(.check(self))
  }

  /// Leaves the field that has the focus, whose problems are shown from now on.
  mutating func go(to field: FieldProblem.Field) -> Outcome {
    touched.insert(focus)
    if field != focus { picker = nil }
    isUntouched = true
    // It is not entered anew: that would ask for its lists.
    if field == focus, picker != nil { return .stay }
    focus = field
    return .decide(.enterField)
  }

  /// The field after the one that has the focus (or before it, with -1); nil past the ends.
  func neighbour(by step: Int) -> FieldProblem.Field? {
    guard let index = Self.order.firstIndex(of: focus) else { return nil }
    return Self.order.indices.contains(index + step) ? Self.order[index + step] : nil
  }

  /// Keeps everything that was typed; the field that AWS complains about gets the focus.
  mutating func refuse(_ error: ExportTasksError, _ words: String) {
    ticket = nil
    let field = error.field(of: request)
    refusal = (field, Format.line(words))
    if let field {
      if field != focus { picker = nil }
      focus = field
    }
  }

  /// Moves the form to another site. It says so, and has to be confirmed again.
  mutating func move(to site: SiteID, _ shown: Site) {
    if self.site != site {
      let (_, now) = Site.words(self.shown, shown)
      refusal = (nil, "this would be started in \(now) now: look at every field again")
      picker = nil
      newest = nil
    }
    self.site = site
    self.shown = shown
  }

  /// What AWS said about a field no longer holds once its text has changed.
  mutating func forgetRefusal() {
    if refusal?.field == focus { refusal = nil }
  }
}
