import Tracking

/// What the state has to do with what survives the program.
struct MemoryState: Sendable {
  /// Events that nobody has written down yet. Those of a site whose account isn't known wait.
  var unwritten: [Event] = []
  /// Sites whose past is known, or on its way. One that was left and is watched again has another
  /// number, and is asked for again.
  var recalled: [SiteID: Site] = [:]
  var toRecall: [Site] = []
  /// Why nothing survives the end of the program; nil where it does.
  var problem: String?
}
