import Dashboard

/// How many tasks one action may touch: looked at where effects are carried out, whatever the screen
/// has checked before.
enum ActionLimit {
  /// The tickets of the actions that must not be sent: all of those that came together, where they
  /// are too many.
  static func refused(among effects: [Effect], most: Int) -> Set<Int> {
    let tickets = effects.flatMap { effect -> [Int] in
      switch effect {
      case .act(let ticket, _, _, _): [ticket]
      case .enqueue(let orders): orders.map(\.ticket)
      default: []
      }
    }
    return tickets.count > most ? Set(tickets) : []
  }
}
