import Canvas
import FoundationEssentials
import Tracking
import Words

/// How a context's data arrives, in a word. The cases are in the order in which a person wants to
/// see them.
enum Light: Int, Hashable, Comparable {
  /// It has never answered, and something is wrong.
  case silent
  /// No newer answer came.
  case stale
  /// Whose credentials these are isn't known yet.
  case unsure
  case throttled, waiting, reading, connecting, paused
  /// Another context polls its site.
  case standingBy
  case live

  static func < (one: Light, other: Light) -> Bool { one.rawValue < other.rawValue }

  /// Whether nothing is to be said of it.
  var isWell: Bool { self == .live || self == .standingBy }

  var word: String {
    switch self {
    case .silent: "no answer yet"
    case .stale: "stale"
    case .unsure: "account?"
    case .throttled: "throttled"
    case .waiting: "waiting"
    case .reading: "reading"
    case .connecting: "connecting"
    case .paused: "paused"
    case .standingBy: "stands by"
    case .live: "live"
    }
  }

  func sign(_ signs: Signs) -> String {
    switch self {
    case .silent, .stale, .unsure: signs.trouble
    case .throttled: signs.warning
    case .waiting, .reading, .connecting: signs.waiting
    case .paused, .standingBy: signs.paused
    case .live: signs.live
    }
  }

  var role: Role {
    switch self {
    case .silent, .stale, .unsure, .throttled, .waiting: .ageStale
    case .reading, .live: .ageLive
    case .connecting, .standingBy: .textMuted
    case .paused: .agePaused
    }
  }
}

extension Facts {
  /// A context's light. It notes how long it stays the same.
  mutating func light(of context: ContextID) -> Light {
    guard let feed = state.snapshots[context]?.feed else { return .connecting }
    guard let answered = feed.lastAnswer else {
      if feed.isPaused { return .paused }
      if feed.trouble != nil { return .silent }
      if feed.standsBehind != nil { return .standingBy }
      return feed.waiting == nil ? .reading : .waiting
    }
    if feed.isPaused { return .paused }
    if feed.isAccountUnsure { return .unsure }
    if feed.trouble != nil { return .stale }
    if feed.standsBehind != nil { return .standingBy }
    let age = validity.second.timeIntervalSince(answered)
    if isOverdue(feed, age: age) { return .stale }
    validity.ends(inSeconds: overdueAge(feed) - age)
    return feed.isThrottled ? .throttled : .live
  }

  /// Sign and word of a light.
  func words(_ light: Light) -> String { "\(light.sign(signs)) \(light.word)" }

  /// How long ago a context answered, such as `2m`; nil where it never did. It notes when that
  /// changes.
  mutating func age(of context: ContextID) -> String? {
    guard let answered = state.snapshots[context]?.feed.lastAnswer else { return nil }
    let elapsed = validity.second.timeIntervalSince(answered)
    let seconds = max(0, elapsed)
    // `second` may be just before the answer: its age changes that much later.
    validity.ends(inSeconds: Format.ageChangesIn(seconds) + seconds - elapsed)
    let age = Format.age(seconds)
    return age.hasSuffix(" ago") ? String(age.dropLast(4)) : age
  }

  /// The visible contexts that are not live, the worst first. It is empty where all are in the same
  /// state as the main one, which is then told as that of a single context is.
  mutating func dimmed() -> [(context: ContextID, light: Light)] {
    guard state.roster.visible.count > 1 else { return [] }
    var lights: [(context: ContextID, light: Light)] = []
    for context in state.roster.visible {
      let light = light(of: context)
      if light != .standingBy { lights.append((context, light)) }
    }
    guard let first = lights.first, lights.contains(where: { $0.light != first.light }) else {
      return []
    }
    return lights.filter { !$0.light.isWell }.enumerated()
      .sorted { ($0.element.light, $0.offset) < ($1.element.light, $1.offset) }
      .map(\.element)
  }

  /// `✖ staging stale 2m  ◌ dev reading  +3 not live`: the first few by name.
  mutating func spans(
    _ dimmed: [(context: ContextID, light: Light)], named: Int
  ) -> [Span] {
    var spans: [Span] = []
    for (context, light) in dimmed.prefix(named) {
      if !spans.isEmpty { spans.append(Span("  ")) }
      let age = light == .stale ? age(of: context).map { " \($0)" } ?? "" : ""
      let name = state.roster.names[context] ?? ""
      spans.append(Span("\(light.sign(signs)) \(name) \(light.word)\(age)", light.role))
    }
    let rest = dimmed.dropFirst(named)
    guard let worst = rest.first?.light else { return spans }
    let all = grouped(state.roster.visible.count)
    spans.append(
      spans.isEmpty
        ? Span("\(worst.sign(signs)) \(grouped(rest.count)) of \(all) not live", worst.role)
        : Span("  +\(grouped(rest.count)) not live", worst.role))
    return spans
  }
}
