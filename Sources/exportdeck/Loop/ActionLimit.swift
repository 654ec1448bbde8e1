import Dashboard

/// How many tasks one action may touch: looked at where effects are carried out, whatever the screen
/// has checked before.
enum ActionLimit {
  /// The tickets of the actions that must not be sent: all of those that came together, where they
  /// are too many.
  static func refused(among effects: [Effect], most: Int) -> Set<Int> {
    let tickets = effects.compactMap { effect -> Int? in
      if case .act(let ticket, _, _, _) = effect { ticket } else { nil }
    }
    return tickets.count > most ? Set(tickets) : []
  }
}
