import Canvas

extension Keymap {
  static let everywhere = Set(Place.allCases)
  static let rows: Set<Place> = [.list, .details]
  static let pages: Set<Place> = [.list, .details, .page]
  static let detailed: Set<Place> = [.details, .page]
  static let selecting: Set<Place> = [.list, .details, .page, .timeline]
  static let scrolled: Set<Place> = [
    .list, .details, .page, .contexts, .timeline, .events, .board, .queue, .menu, .alerts,
    .overview, .help,
  ]
  static let screens: Set<Place> = [
    .list, .details, .page, .contexts, .timeline, .events, .board, .queue, .overview,
  ]

  /// What the keys mean by default.
  public static let standard = Keymap(
    doing + looking + timeline + queue + moving + copying + answering + starting + leaving)
}
