/// Finds a task's slot by its identifier, with about six bytes a task: it stores only slots, and
/// reads the identifiers where they are.
struct SlotIndex: Sendable {
  /// Each is a slot plus one, or 0 for none. Their number is a power of two, and at most four
  /// fifths of them are taken.
  private var places: [UInt32] = []
  private var count = 0

  /// - Parameter isWanted: Whether a slot's task is the one to find.
  func slot(of identifier: String, isWanted: (Int) -> Bool) -> Int? {
    guard !places.isEmpty else { return nil }
    var place = home(of: identifier)
    while places[place] != 0 {
      let slot = Int(places[place]) - 1
      if isWanted(slot) { return slot }
      place = (place + 1) & (places.count - 1)
    }
    return nil
  }

  /// Whether it has to grow before another slot fits.
  var isFull: Bool { (count + 1) * 5 > places.count * 4 }

  /// - Parameter identifier: Gives the identifier of a slot that is in it.
  mutating func grow(_ identifier: (Int) -> String) {
    let taken = places
    places = [UInt32](repeating: 0, count: max(16, taken.count * 2))
    for place in taken where place != 0 {
      let slot = Int(place) - 1
      put(slot, home(of: identifier(slot)))
    }
  }

  /// Adds a slot that isn't in it.
  mutating func insert(_ slot: Int, of identifier: String) {
    put(slot, home(of: identifier))
    count += 1
  }

  private mutating func put(_ slot: Int, _ home: Int) {
    var place = home
    while places[place] != 0 { place = (place + 1) & (places.count - 1) }
    places[place] = UInt32(slot + 1)
  }

  private func home(of identifier: String) -> Int { identifier.hashValue & (places.count - 1) }
}
