import Canvas
import RDSExports
import Tracking

/// The list of what a field can take: what earlier exports used, and what AWS has.
struct Picker: Sendable {
  let field: FieldProblem.Field
  /// Whether the list shows.
  var isOpen = false
  /// The row that is selected; nil while the field has the keys.
  private(set) var selected: Int?
  /// The first row that shows.
  private(set) var top = 0
  /// What the list is narrowed to.
  var filter = TextField()
  /// The row whose objection was said: another Enter takes it all the same.
  private(set) var warned: Int?
  private let used: [Offer]
  private let usedTexts: FoldedTexts
  private var usedSearch = OfferSearch()
  private var search = OfferSearch()
  private var generation: Int?
  private(set) var rows: [Row] = []

  /// One line of the list.
  enum Row: Hashable, Sendable {
    case used(Int32)
    case found(Int32)
  }

  /// How many rows show at once.
  static let height = 8
  static let compactHeight = 3
  /// A screen of so many rows has room for what AWS says in its own words.
  static let rowsForSentences = 40

  /// - Parameter used: What earlier exports used, the likeliest first.
  init(_ field: FieldProblem.Field, used: [String]) {
    self.field = field
    self.used = used.map { Offer(subject: .value, value: $0, isUsed: true) }
    var texts = FoldedTexts()
    for value in used { texts.append(value) }
    usedTexts = texts
  }

  /// How many texts the last change has looked at.
  var looked: Int { usedSearch.looked + search.looked }

  /// Whether anything of it is on the screen: rows, or what there is to say of a list of AWS's.
  func isDrawn(_ lookups: Lookups, at site: SiteID) -> Bool {
    guard isOpen else { return false }
    if selected != nil || !rows.isEmpty { return true }
    guard let kind = ShelfKind(field) else { return false }
    if case .notAsked = lookups.progress(of: kind, at: site) { return false }
    return true
  }

  // MARK: What there is

  /// Narrows the list to what is typed now, with what is on the shelf now.
  mutating func refresh(_ lookups: Lookups, at site: SiteID) {
    let kind = ShelfKind(field)
    let shelf = kind.flatMap { lookups.shelf($0, at: site) }
    var before = selected.flatMap { rows.indices.contains($0) ? rows[$0] : nil }
    if generation != lookups.generation {
      search = OfferSearch()
      before = nil
    }
    generation = lookups.generation
    usedSearch.update(filter.text, in: usedTexts, order: usedTexts.indices)
    if let shelf { search.update(filter.text, in: shelf.texts, order: shelf.order) }
    rows = arranged(shelf, isWhole: kind.map { lookups.isWhole($0, at: site) } ?? false)
    warned = nil
    guard selected != nil else {
      top = 0
      return
    }
    // What comes in must not move another row under the selection.
    selected = before.flatMap(rows.firstIndex(of:)) ?? 0
    show(height: Self.height)
  }

  private func arranged(_ shelf: Shelf?, isWhole: Bool) -> [Row] {
    let usedRows = usedSearch.rows.map { Row.used($0) }
    guard let shelf else { return usedRows }
    if field == .sourceArn {
      // A snapshot that isn't listed is gone.
      let others = usedSearch.rows.filter { shelf.index(of: used[Int($0)].value) == nil }
      return search.rows.map { .found($0) } + (isWhole ? [] : others.map { .used($0) })
    }
    let shown = Set(used.compactMap { shelf.index(of: $0.value) })
    return usedRows + search.rows.lazy.filter { !shown.contains($0) }.map { .found($0) }
  }

  /// What a row offers.
  func offer(_ row: Row, _ shelf: Shelf?) -> Offer? {
    switch row {
    case .used(let index):
      var offer = used[Int(index)]
      if let known = shelf?.offer(of: offer.value) {
        (offer.subject, offer.key) = (known.subject, known.key)
      }
      return offer
    case .found(let index):
      guard let shelf, shelf.offers.indices.contains(Int(index)) else { return nil }
      var offer = shelf.offers[Int(index)]
      offer.isUsed = used.contains { $0.value == offer.value }
      return offer
    }
  }

  // MARK: Moving

  /// Goes into the list: to the row of a value where there is one, else to the first.
  mutating func enter(at value: String, _ shelf: Shelf?, height: Int) {
    guard !rows.isEmpty else { return }
    isOpen = true
    let place = value.isEmpty ? nil : rows.firstIndex { offer($0, shelf)?.value == value }
    selected = place ?? 0
    show(height: height)
  }

  /// Goes back to the field.
  mutating func leave() {
    selected = nil
    warned = nil
  }

  mutating func close() {
    leave()
    isOpen = false
  }

  /// Moves the selection; up from the first row it goes back to the field.
  mutating func move(_ action: Action, height: Int) {
    guard let selected else { return }
    warned = nil
    if action == .up, selected == 0 { return leave() }
    self.selected = Scroll(page: height, last: rows.count - 1).moved(selected, action)
    show(height: height)
  }

  mutating func warn() { warned = selected }

  private mutating func show(height: Int) {
    guard let selected else { return }
    top = min(max(top, selected - height + 1), selected)
    top = max(0, min(top, rows.count - height))
  }
}

extension FoldedTexts {
  /// In the order in which they came.
  var indices: [Int32] { (0..<Int32(count)).map { $0 } }
}

extension Lookups {
  func isWhole(_ kind: ShelfKind, at site: SiteID) -> Bool {
    if case .whole = progress(of: kind, at: site) { true } else { false }
  }
}
