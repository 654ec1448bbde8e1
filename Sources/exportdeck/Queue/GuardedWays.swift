import AWSCore
import Monitor
import Tracking

/// Which sites are production, or read-only, by the contexts that are called so.
struct GuardedWays: Sendable {
  struct Way: Sendable {
    /// Empty where it isn't set.
    var region: String
    var visit: @Sendable () async throws(AWSError) -> SiteVisit
  }

  let ways: [Way]

  init(_ ways: [Way]) { self.ways = ways }

  /// By the contexts for which a setting is on.
  init(
    _ configuration: Configuration, _ setting: KeyPath<DeclaredSettings, Setting<Bool>>,
    _ surroundings: Surroundings
  ) {
    ways = configuration.contexts.filter { configuration.value(of: setting, in: $0).value }
      .map { context in
        let live = LiveContext(
          surroundings, overrides: configuration.overrides(of: context), name: context.name)
        return Way(region: live.firstLabel.region) { () async throws(AWSError) in
          try await live.visit()
        }
      }
  }

  /// Whether one of them leads to a site. Where nobody can tell, it may.
  func lead(to site: Site) async -> Bool {
    for way in ways {
      do throws(AWSError) {
        let found = try await way.visit().withAccount().site
        var other = site
        if found.account == nil { other.account = nil }
        if found == other { return true }
      } catch {
        if way.region.isEmpty || way.region == site.region { return true }
      }
    }
    return false
  }
}
