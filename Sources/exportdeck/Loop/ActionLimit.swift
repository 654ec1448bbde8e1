import Dashboard
import Tracking

/// How many tasks one action may touch: looked at where effects are carried out, whatever the screen
/// has checked before.
struct ActionLimit {
  /// The tasks that each yes has touched so far: several may be sent one after the other.
  private var touched: [Int: Set<Touched>] = [:]

  private enum Touched: Hashable {
    case task(TaskID)
    /// By its number in the queue.
    case waiting(Int)
  }

  private struct Call {
    /// Its effect's place among those that came together.
    var place: Int
    var touched: Touched
    var agreed: Agreement
  }

  /// The places of the effects that must not be carried out: all of those that came together, or of
  /// one yes, where they are too many.
  mutating func refused(among effects: [Effect], most: Int) -> Set<Int> {
    let calls = effects.enumerated().flatMap { place, effect -> [Call] in
      switch effect {
      case .act(_, let site, _, let action, let agreed):
        let task = TaskID(site: site, identifier: action.exportTaskIdentifier)
        return [Call(place: place, touched: .task(task), agreed: agreed)]
      case .enqueue(let orders):
        return orders.map { order in
          let task = TaskID(
            site: order.site, identifier: order.request.exportTaskIdentifier)
          return Call(place: place, touched: .task(task), agreed: order.agreed)
        }
      case .queue(.edit(let number, _, seen: _), at: _, let agreed):
        return [Call(place: place, touched: .waiting(number), agreed: agreed)]
      default: return []
      }
    }
    guard calls.count <= most else { return Set(calls.map(\.place)) }
    var refused: Set<Int> = []
    for (number, calls) in Dictionary(grouping: calls, by: \.agreed.number) {
      let all = touched[number, default: []].union(calls.map(\.touched))
      if all.count > most || calls.contains(where: { $0.agreed.count > most }) {
        refused.formUnion(calls.map(\.place))
      } else {
        touched[number] = all
      }
    }
    return refused
  }
}
