import Canvas
import Dashboard
import Foundation
import RDSExports
import Tracking

/// One situation that frames are written down for.
struct Scene: Sendable, CustomStringConvertible {
  static let sizes = [(80, 24), (120, 40), (200, 60), (40, 10)].map {
    Size(columns: $0.0, rows: $0.1)
  }

  var name: String
  var sizes = Scene.sizes
  var abilities = Abilities()
  var moment = Fleet.moment
  var state: @Sendable () -> State

  init(
    _ name: String, sizes: [Size] = Scene.sizes, abilities: Abilities = Abilities(),
    _ change: @escaping @Sendable (inout State) -> Void = { _ in }
  ) {
    self.init(name, sizes: sizes, abilities: abilities, from: Fleet.state(), change)
  }

  init(
    _ name: String, sizes: [Size] = Scene.sizes, abilities: Abilities = Abilities(),
    from base: @autoclosure @escaping @Sendable () -> State,
    _ change: @escaping @Sendable (inout State) -> Void = { _ in }
  ) {
    self.name = name
    self.sizes = sizes
    self.abilities = abilities
    state = {
      var state = base()
      change(&state)
      return state
    }
  }

  var description: String { name }

  func fileName(_ size: Size) -> String { "\(name)-\(size.columns)x\(size.rows)" }

  func draw(_ size: Size) -> Frame {
    var state = state()
    state.size = size
    state.abilities = abilities
    return view(state, at: moment).frame
  }
}
