import Dashboard
import Tracking

/// How many tasks one action may touch: looked at where effects are carried out, whatever the screen
/// has checked before.
struct ActionLimit {
  /// The tasks that each yes has touched so far: several may be sent one after the other.
  private var touched: [Int: Set<TaskID>] = [:]

  private struct Call {
    var ticket: Int
    var task: TaskID
    var agreed: Agreement
  }

  /// The tickets of the actions that must not be sent: all of those that came together, or of one
  /// yes, where they are too many.
  mutating func refused(among effects: [Effect], most: Int) -> Set<Int> {
    let calls = effects.flatMap { effect -> [Call] in
      switch effect {
      case .act(let ticket, let site, _, let action, let agreed):
        let task = TaskID(site: site, identifier: action.exportTaskIdentifier)
        return [Call(ticket: ticket, task: task, agreed: agreed)]
      case .enqueue(let orders):
        return orders.map { order in
          let task = TaskID(
            site: order.site, identifier: order.request.exportTaskIdentifier)
          return Call(ticket: order.ticket, task: task, agreed: order.agreed)
        }
      default: return []
      }
    }
    guard calls.count <= most else { return Set(calls.map(\.ticket)) }
    var refused: Set<Int> = []
    for (number, calls) in Dictionary(grouping: calls, by: \.agreed.number) {
      let all = touched[number, default: []].union(calls.map(\.task))
      if all.count > most || calls.contains(where: { $0.agreed.count > most }) {
        refused.formUnion(calls.map(\.ticket))
      } else {
        touched[number] = all
      }
    }
    return refused
  }
}
