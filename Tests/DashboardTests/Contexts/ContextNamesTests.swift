import Testing
import Tracking

@testable import Dashboard

@Suite struct ContextNamesTests {
  private func names(_ labels: ContextLabel...) -> [String] {
    let ids = labels.enumerated().map { (id: ContextID($0.offset), label: $0.element) }
    let names = ContextNames(ids)
    return ids.map { names[$0.id] ?? "none" }
  }

  private func label(
    _ profile: String, _ region: String = "eu-west-1", name: String? = nil,
    endpoint: String? = nil
  ) -> ContextLabel {
    ContextLabel(name: name, profile: profile, region: region, endpoint: endpoint)
  }

  @Test func `the profile is enough where it tells contexts apart, and a name goes before it`() {
    #expect(names(label("prod"), label("staging")) == ["prod", "staging"])
    #expect(names(label("prod", name: "Billing"), label("prod")) == ["Billing", "prod"])
  }

  @Test func `the region comes along where the profile is the same, and only there`() {
    #expect(
      names(label("prod"), label("prod", "us-east-1"), label("dev"))
        == ["prod·eu-west-1", "prod·us-east-1", "dev"])
  }

  @Test func `what is the same still is told apart, by profile, endpoint or number`() {
    #expect(
      names(label("a", name: "x"), label("b", name: "x")) == ["x·eu-west-1·a", "x·eu-west-1·b"])
    #expect(
      names(label("a"), label("a", endpoint: "http://127.0.0.1:1")).last
        == "a·eu-west-1·http://127.0.0.1:1")
    #expect(Set(names(label("a"), label("a"), label("a"))).count == 3)
  }

  @Test func `a name is one line without what a terminal obeys`() {
    #expect(names(label("pr\u{1B}[31mod\n")).first?.contains("\u{1B}") == false)
  }

  @Test func `no two of many contexts have one name`() {
    let labels = (0..<200).map { number in
      label("p\(number / 10)", "r-\(number % 10)", name: number % 3 == 0 ? "n\(number % 4)" : nil)
    }
    let names = ContextNames(
      labels.enumerated().map { (id: ContextID($0.offset), label: $0.element) })
    #expect(Set(names.names.values).count == 200)
  }
}
