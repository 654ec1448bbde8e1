extension Surroundings {
  /// How often, and how far apart, a file is asked for that another process holds: for as long as a
  /// slow renewal takes. A process that stands still mustn't keep the others from their keys for
  /// good.
  static let looksForHold = 300
  static let restForHold = Duration.milliseconds(100)

  /// Keeps the file of a login to this process while it is renewed, where that can be done.
  /// - Returns: Nil where it can't, or where another process holds the file for too long.
  /// - Throws: `AWSError.cancelled`.
  func hold(_ path: String) async throws(AWSError) -> HeldFile? {
    for _ in 0..<Self.looksForHold {
      switch files.hold(path) {
      case .mine(let held): return held
      case .unavailable: return nil
      case .anothers:
        do {
          try await timekeeper.sleep(for: Self.restForHold)
        } catch {
          throw .cancelled
        }
      }
    }
    return nil
  }
}
