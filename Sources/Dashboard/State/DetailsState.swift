/// The details pane.
public struct DetailsState: Hashable, Sendable {
  public enum Page: Int, CaseIterable, Hashable, Sendable {
    case overview, json, events

    var next: Page { Self.allCases[(rawValue + 1) % Self.allCases.count] }
    var previous: Page { Self.allCases[(rawValue + Self.allCases.count - 1) % Self.allCases.count] }
  }

  public var page: Page
  public var scroll: Int
  /// Whether the details have the keys (else the list has them and the pane follows it).
  public var hasFocus: Bool

  public init(page: Page = .overview, scroll: Int = 0, hasFocus: Bool = true) {
    self.page = page
    self.scroll = scroll
    self.hasFocus = hasFocus
  }
}
