import Canvas
import RDSExports
import Words

/// The keys of the list of what a field can take.
extension StartForm {
  mutating func takeInList(_ key: Key, _ action: Action?, _ facts: Facts) -> Outcome {
    switch action {
    case .closeOne: picker?.close()
    case .up, .down, .pageUp, .pageDown:
      if let action { picker?.move(action, height: Picker.height(in: facts.layout)) }
    case .confirm: return takeSelected(facts)
    case .nextField:
      picker?.close()
      return neighbour(by: 1).map { go(to: $0) } ?? .stay
    case .askAgain: return .decide(.askAgain)
    default:
      guard var filter = picker?.filter else { return .stay }
      let before = filter.text
      guard filter.apply(key) else { return .unknown }
      picker?.filter = filter
      let site = site
      if filter.text != before { picker?.refresh(facts.state.lookups, at: site) }
    }
    return .stay
  }

  /// Goes into the list, to what the field holds.
  /// - Returns: Whether there is anything in it.
  mutating func enterList(_ facts: Facts) -> Bool {
    guard picker?.rows.isEmpty == false else { return false }
    let (value, shelf) = (text(focus), shelf(facts))
    picker?.enter(at: value, shelf, height: Picker.height(in: facts.layout))
    return true
  }

  /// Whether the list of the field shows.
  func showsList(_ facts: Facts) -> Bool {
    ticket == nil && picker?.isDrawn(facts.state.lookups, at: site) == true
  }

  /// Whether AWS has lists for the field that nobody has asked for yet, and that a person may.
  func canAskMore(_ facts: Facts) -> Bool {
    guard picker != nil, let kind = ShelfKind(focus), facts.state.asksFor(kind) else {
      return false
    }
    return kind.lookups.contains { facts.state.lookups.answer(to: $0, at: site) == nil }
  }

  /// The list follows what is typed into the field.
  mutating func narrowList(_ facts: Facts) {
    guard picker != nil else { return }
    let typed = text(focus)
    picker?.filter = TextField(typed)
    picker?.isOpen = true
    let site = site
    picker?.refresh(facts.state.lookups, at: site)
  }

  /// Enter after a part of a name: takes the only thing that has it, or goes into the list.
  /// - Returns: Nil where the text is what is meant.
  mutating func takeMatch(_ facts: Facts) -> Outcome? {
    guard let picker, picker.isOpen, ShelfKind(focus) != nil, !picker.filter.text.isEmpty,
      let first = picker.rows.first.flatMap({ picker.offer($0, shelf(facts)) })
    else { return nil }
    let isValid = !request.problems().contains { $0.field == focus }
    // Any part of a bucket's name is a bucket's name, and of an alias an alias.
    if isValid, focus == .sourceArn || focus == .iamRoleArn { return nil }
    if picker.offers(text(focus), shelf(facts)) { return nil }
    if picker.rows.count == 1, first.objection(in: shown.region) == nil { return take(first) }
    _ = enterList(facts)
    return .stay
  }

  /// `C-s` after a part of a name: takes the only thing that has it, or says how many have.
  /// - Returns: Nil where the text is what is meant.
  mutating func takeOnlyMatch(_ facts: Facts) -> Outcome? {
    guard focus == .sourceArn || focus == .iamRoleArn, let kind = ShelfKind(focus), let picker,
      !picker.filter.text.isEmpty, picker.filter.text == fields[focus]?.text,
      request.problems().contains(where: { $0.field == focus }),
      let first = picker.rows.first.flatMap({ picker.offer($0, shelf(facts)) })
    else { return nil }
    let count = picker.rows.count
    let list = facts.keyName(.openList, in: .form)
    if case .underWay = facts.state.lookups.progress(of: kind, at: site) {
      refusal = (focus, "the list is still coming: more may match")
    } else if count > 1 {
      refusal = (
        focus, "\(grouped(count)) match: \(list) to choose, or type more"
      )
    } else if let objection = first.objection(in: shown.region) {
      refusal = (focus, "\(Format.line(first.name)): \(Format.line(objection))")
    } else if canAskMore(facts) {
      refusal = (focus, "not all lists were read: \(list) asks")
    } else {
      set(focus, first.value)
      forgetRefusal()
      touched.insert(focus)
      isUntouched = true
      return .decide(.submit)
    }
    self.picker?.isOpen = true
    return .stay
  }

  /// Takes the selected row; one that an export can't use only once that was said.
  private mutating func takeSelected(_ facts: Facts) -> Outcome {
    guard let picker, let selected = picker.selected, picker.rows.indices.contains(selected),
      let offer = picker.offer(picker.rows[selected], shelf(facts))
    else { return .stay }
    if offer.objection(in: shown.region) != nil, picker.warned != selected {
      self.picker?.warn()
      return .stay
    }
    return take(offer)
  }

  private mutating func take(_ offer: Offer) -> Outcome {
    set(focus, offer.value)
    forgetRefusal()
    touched.insert(focus)
    let taken = focus
    picker = nil
    focus = neighbour(by: 1) ?? focus
    return .decide(taken == .sourceArn ? .fillFromSource : .enterField)
  }

  private func shelf(_ facts: Facts) -> Shelf? {
    ShelfKind(focus).flatMap { facts.state.lookups.shelf($0, at: site) }
  }
}

extension Picker {
  /// How many rows show at once.
  static func height(in layout: Layout) -> Int { layout.isCompact ? compactHeight : height }

  /// Whether a text is one of what it offers, whole.
  func offers(_ value: String, _ shelf: Shelf?) -> Bool {
    shelf?.index(of: value) != nil || rows.contains { offer($0, shelf)?.value == value }
  }
}
