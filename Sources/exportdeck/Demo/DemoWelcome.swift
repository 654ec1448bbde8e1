import Dashboard

/// What the demo says first: where to look.
enum DemoWelcome {
  private static let tour: [Action] = [
    .board, .overview, .timeline, .events, .queue, .contexts, .help,
  ]

  /// - Parameter unicode: Whether keys may be written with signs beyond ASCII.
  static func words(_ keymap: Keymap, unicode: Bool) -> String {
    let keys = tour.compactMap { action in
      keymap.entry(for: action, in: .list).flatMap { entry in
        entry.keys.first.map { "\($0.name(unicode: unicode)) \(entry.hint)" }
      }
    }
    return "A night of exports in three accounts, simulated. Try " + keys.joined(separator: ", ")
  }
}
